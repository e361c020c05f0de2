import { Document, isScalar } from "yaml";
import type { Code } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { printDuration, printSize } from "./amounts.ts";
import type { EngineSettings, S3Settings, Settings, StatePlace } from "./settings.ts";

const DAY_MS = 86_400_000;

/** Keys whose default is no value that one could write; a remark says what holds instead. */
const unset: readonly (readonly [path: readonly string[], code: Code])[] = [
  [["limits", "memory"], "settings.unset.memory"],
  [["python", "interpreter"], "settings.unset.interpreter"],
  [["cells", "user"], "settings.unset.user"],
  [["cells", "wrap"], "settings.unset.none"],
  [["workers"], "settings.unset.none"],
];

/**
 * Complete settings as a file says them, every default written: what `--check` shows, and what reads back as the same.
 * Addresses stand as they were written, so that no secret is among it.
 */
export function printSettings(settings: Settings, lang: Lang): string {
  const { retention, limits, python, cells, workers } = settings;
  const file = {
    name: settings.name,
    host: settings.host,
    port: settings.port,
    hosts: [...settings.hosts],
    "tls-cert": settings.tls?.cert,
    "tls-key": settings.tls?.key,
    insecure: settings.insecure,
    state: placeText(settings.state),
    s3: settings.state.kind === "s3" ? s3Text(settings.state.s3) : undefined,
    data: settings.data,
    retention: {
      spool: days(retention.spoolDays),
      "spool-size": printSize(retention.spoolBytes),
      journals: days(retention.journalDays),
      records: retention.recordDays === undefined ? "forever" : days(retention.recordDays),
    },
    limits: {
      sockets: limits.sockets,
      sessions: limits.sessions,
      memory: limits.memoryBytes === undefined ? null : printSize(limits.memoryBytes),
      idle: printDuration(limits.idleMs),
    },
    engines: Object.fromEntries(settings.engines.map((engine) => [engine.name, engineText(engine)])),
    python: { interpreter: python.interpreter ?? null },
    cells: { user: cells.user ?? null, wrap: cells.wrap ? [...cells.wrap] : null },
    workers: workers ? { ...workers, idleMs: undefined, idle: printDuration(workers.idleMs) } : null,
    log: settings.log,
    metrics: settings.metrics,
  };
  const document = new Document(file, { aliasDuplicateObjects: false });
  for (const [path, code] of unset) {
    const node = document.getIn(path, true);
    if (isScalar(node) && node.value === null) node.comment = ` ${say(lang, code)}`;
  }
  return document.toString({ lineWidth: 0, nullStr: "" });
}

export const placeText = (place: StatePlace): string =>
  place.kind === "folder" ? place.path : `s3://${place.bucket}${place.prefix === "" ? "" : `/${place.prefix}`}`;

const days = (count: number) => printDuration(count * DAY_MS);

function engineText(engine: EngineSettings) {
  const { kind, label, conf, schema, allow } = engine;
  return {
    kind,
    ...(engine.kind === "spark-connect" && { address: engine.address }),
    ...(engine.kind === "local-spark" && { memory: engine.memory, cores: engine.cores }),
    label,
    conf: full(conf),
    schema,
    s3: s3Text(engine.s3),
    allow: allow?.map((who) => (typeof who === "string" ? who : { role: who.role })),
  };
}

const s3Text = ({ endpoint, region, pathStyle, profile }: S3Settings) =>
  full({ endpoint, region, "path-style": pathStyle, profile });

/** `undefined` where nothing is in it, which is then not written. */
function full<T extends object>(map: T): T | undefined {
  return Object.values(map).some((value) => value !== undefined) ? map : undefined;
}
