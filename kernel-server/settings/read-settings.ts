import { resolve } from "node:path";
import { isMap, parseDocument } from "yaml";
import type { Args, Code } from "../../protocol/errors.ts";
import { ENGINES, completeSettings } from "./complete-settings.ts";
import type { GivenSettings } from "./complete-settings.ts";
import { readEngines } from "./read-engines.ts";
import { readS3, readState } from "./read-state.ts";
import { Section, mapOf } from "./section.ts";
import type { SettingsProblem } from "./section.ts";
import type { Settings } from "./settings.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** `tls` and `placeOf`, the line and column of a key of the outermost map: for what only a look at files can tell. */
export type ReadSettings = {
  /** Absent where there are problems. */
  settings?: Settings;
  /** Where there are problems too. */
  tls?: Settings["tls"];
  problems: SettingsProblem[];
  placeOf(key: string): { line: number; column: number };
};

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/**
 * Reads `server.yaml`. Relative paths start from `folder`, the file's own. Everything wrong is reported at once, in the
 * order of its place; keys that are not known are errors. Looks at no file; of the environment at the variables that
 * engines' addresses name.
 */
export function readSettings(text: string, folder: string, env: Env): ReadSettings {
  const problems: SettingsProblem[] = [];
  const place = (at: number) => {
    const before = text.slice(0, at);
    return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
  };
  const report = (code: Code, args: Args, at: number) => void problems.push({ code, args, ...place(at) });

  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  const [broken] = document.errors;
  if (broken) report("settings.yaml", { reason: broken.message }, broken.pos[0]);
  else if (document.contents !== null && !isMap(document.contents)) report("settings.no-map", {}, 0);
  const isReadable = problems.length === 0;
  const map = isReadable ? mapOf(document.contents) : undefined;
  const top = new Section(map ? [map] : [], "", report);
  const placeOf = (key: string) => place(top.placeOf(key));
  if (!isReadable) return { problems, placeOf };

  const given = readTop(top, folder, env);
  top.close();
  const settings = completeSettings(given, env);
  if (given.host !== undefined && needsTls(settings)) top.fail("host", "settings.no-tls", { host: settings.host });
  const { tls } = settings;
  const read = { problems: inOrder(problems), placeOf, ...(tls && { tls }) };
  return problems.length > 0 ? read : { ...read, settings };
}

/** In the order of their places in the file. */
export const inOrder = (problems: readonly SettingsProblem[]): SettingsProblem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);

function readTop(top: Section, folder: string, env: Env): GivenSettings {
  const path = (written: string | undefined) => (written === undefined ? undefined : resolve(folder, written));
  const cert = path(top.text("tls-cert"));
  const key = path(top.text("tls-key"));
  if ((cert === undefined) !== (key === undefined)) {
    if (cert === undefined) top.fail("tls-key", "settings.tls-pair", { key: "tls-cert" });
    else top.fail("tls-cert", "settings.tls-pair", { key: "tls-key" });
  }
  const s3 = readS3(top.section("s3"));
  const engines = readEngines(top, s3, env);
  return {
    name: top.text("name"),
    host: top.text("host"),
    port: top.integer("port", 0, 65_535),
    hosts: top.texts("hosts"),
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    insecure: top.flag("insecure"),
    state: readState(top, folder, s3),
    data: path(top.text("data")),
    retention: readRetention(top.section("retention")),
    limits: readLimits(top.section("limits")),
    engines,
    python: readPython(top.section("python"), folder),
    cells: readCells(top.section("cells")),
    workers: readWorkers(top, engines),
    log: top.oneOf("log", "json", "text"),
    metrics: top.oneOf("metrics", "guarded", "open"),
  };
}

function readRetention(section: Section): GivenSettings["retention"] {
  const days = (key: string, code?: Code) => {
    const ms = section.duration(key, code);
    return ms === undefined ? undefined : ms / DAY_MS;
  };
  const forever = section.has("records") && section.text("records") === "forever";
  const given = {
    spoolDays: days("spool"),
    spoolBytes: section.size("spool-size"),
    journalDays: days("journals"),
    recordDays: forever ? undefined : days("records", "settings.duration-or-forever"),
  };
  section.close();
  return given;
}

function readLimits(section: Section): GivenSettings["limits"] {
  const given = {
    sockets: section.integer("sockets", 1, 100_000),
    sessions: section.integer("sessions", 1, 10_000),
    memoryBytes: section.size("memory"),
    idleMs: section.duration("idle"),
  };
  if ((given.idleMs ?? 0) > WEEK_MS) section.fail("idle", "settings.too-long", { most: "7d" });
  section.close();
  return given;
}

function readPython(section: Section, folder: string): GivenSettings["python"] {
  const interpreter = section.text("interpreter");
  // A bare name is looked for in PATH, as a shell does.
  const placed = interpreter?.includes("/") ? resolve(folder, interpreter) : interpreter;
  section.close({ user: "cells.user", wrap: "cells.wrap" });
  return { interpreter: placed };
}

function readCells(section: Section): GivenSettings["cells"] {
  const given = { user: section.text("user"), wrap: section.texts("wrap") };
  section.close();
  return given;
}

function readWorkers(top: Section, engines: GivenSettings["engines"]): GivenSettings["workers"] {
  const section = top.section("workers");
  const given = {
    group: section.text("group"),
    region: section.text("region"),
    endpoint: section.text("endpoint"),
    engine: section.text("engine"),
    max: section.integer("max", 1, 10_000),
    idleMs: section.duration("idle"),
    master: section.text("master"),
  };
  section.close();
  if (!top.says("workers")) return undefined;
  for (const key of ["group", "engine", "max"] as const)
    if (!section.has(key)) section.fail(key, "settings.missing", { key: section.named(key) });
  const { group, engine, max } = given;
  if (engine !== undefined && !(engines?.map(({ name }) => name) ?? ENGINES).includes(engine)) {
    section.fail("engine", "settings.no-such-engine", { engine });
  }
  return group === undefined || engine === undefined || max === undefined
    ? undefined
    : { ...given, group, engine, max };
}

/** Whether these settings would show tokens and rows to the network. */
export const needsTls = ({ host, tls, insecure }: Pick<Settings, "host" | "tls" | "insecure">): boolean =>
  !tls && !insecure && !isLoopback(host);

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
