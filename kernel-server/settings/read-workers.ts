import { ENGINES } from "./complete-settings.ts";
import type { GivenSettings } from "./complete-settings.ts";
import { httpUrl } from "./addresses.ts";
import type { Section } from "./section.ts";

/** An instance is paid for by the minute, and takes about one to start. */
const IDLE_LEAST_MS = 60_000;

/** `workers:`, the auto-scaling group of an engine's cluster. */
export function readWorkers(top: Section, engines: GivenSettings["engines"]): GivenSettings["workers"] {
  const section = top.section("workers");
  const given = {
    group: section.textThat("group", isGroup, "settings.group"),
    region: section.region("region"),
    endpoint: section.textThat("endpoint", isEndpoint, "settings.workers-endpoint"),
    engine: section.text("engine"),
    max: section.integer("max", 1, 10_000),
    idleMs: section.duration("idle"),
    master: section.textThat("master", isMasterPage, "settings.master"),
  };
  section.close();
  if (!top.says("workers")) return undefined;
  if ((given.idleMs ?? IDLE_LEAST_MS) < IDLE_LEAST_MS) section.fail("idle", "settings.too-little", { least: "1m" });
  for (const key of ["group", "engine", "max"] as const)
    if (!section.has(key)) section.fail(key, "settings.missing", { key: section.named(key) });
  const { group, engine, max } = given;
  if (engine !== undefined) {
    const found = engines?.find(({ name }) => name === engine);
    if (!found && !(engines === undefined && ENGINES.includes(engine)))
      section.fail("engine", "settings.no-such-engine", { engine });
    else if (found?.kind !== "spark-connect") section.fail("engine", "settings.no-cluster", { engine });
  }
  return group === undefined || engine === undefined || max === undefined
    ? undefined
    : { ...given, group, engine, max };
}

/** As AWS has it, printable ASCII without a colon: an ARN is no name. */
const isGroup = (written: string) => /^[!-9;-~]{1,255}$/.test(written);

const isEndpoint = (written: string) => httpUrl(written) !== undefined;

/** `http://host:8080/json/`, or where a proxy has it. The page for people is at the same address without `json`. */
const isMasterPage = (written: string) => /\/json\/?$/.test(httpUrl(written)?.pathname ?? "");
