import { resolve } from "node:path";
import { isMap, isNode, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { Args, Code } from "../../protocol/errors.ts";
import { completeSettings } from "./complete-settings.ts";
import type { GivenSettings } from "./complete-settings.ts";
import { readEngines } from "./read-engines.ts";
import { readS3, readState } from "./read-state.ts";
import { readWorkers } from "./read-workers.ts";
import { Section, mapOf } from "./section.ts";
import type { SettingsProblem } from "./section.ts";
import type { Settings } from "./settings.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** `given` and `placeOf`: for what only a look at files can tell. */
export type ReadSettings = {
  /** Absent where there are problems. */
  settings?: Settings;
  /** What the file says, as far as it can be read: where there are problems too. */
  given: GivenSettings;
  problems: SettingsProblem[];
  /** The line and column of a key of the outermost map, or of what stands behind one of a map in it (`cells.wrap`). */
  placeOf(key: string): { line: number; column: number };
};

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** What is beyond its time is looked for every hour; `14m` was perhaps to be months. */
const KEPT_LEAST_MS = 3_600_000;
const KEPT_MOST_MS = 36_500 * DAY_MS;
/** Less than a session or a worker takes by itself. */
const MEMORY_LEAST = 64e6;

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
  const placeOf = (key: string) => place(key.includes(".") ? innerPlace(document, key) : top.placeOf(key));
  if (!isReadable) return { given: {}, problems, placeOf };

  const given = readTop(top, folder, env);
  top.close();
  const settings = completeSettings(given, env);
  if (given.host !== undefined && needsTls(settings)) top.fail("host", "settings.no-tls", { host: settings.host });
  const read = { given, problems: inOrder(problems), placeOf };
  return problems.length > 0 ? read : { ...read, settings };
}

function innerPlace(document: Document, key: string): number {
  const node = document.getIn(key.split("."), true);
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** In the order of their places in the file. */
export const inOrder = (problems: readonly SettingsProblem[]): SettingsProblem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);

function readTop(top: Section, folder: string, env: Env): GivenSettings {
  const cert = top.localPath("tls-cert", folder);
  const key = top.localPath("tls-key", folder);
  if (top.says("tls-cert") !== top.says("tls-key")) {
    if (!top.says("tls-cert")) top.fail("tls-key", "settings.tls-pair", { key: "tls-cert" });
    else top.fail("tls-cert", "settings.tls-pair", { key: "tls-key" });
  }
  const s3 = readS3(top.section("s3"));
  const engines = readEngines(top, s3, env);
  return {
    name: top.text("name"),
    host: top.host("host"),
    port: top.integer("port", 0, 65_535),
    hosts: top.hosts("hosts"),
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    insecure: top.flag("insecure"),
    state: readState(top, folder, s3),
    data: top.localPath("data", folder),
    retention: readRetention(top.section("retention")),
    limits: readLimits(top.section("limits")),
    engines,
    python: readPython(top.section("python"), folder),
    cells: readCells(top.section("cells"), folder),
    workers: readWorkers(top, engines),
    log: top.oneOf("log", "json", "text"),
    metrics: top.oneOf("metrics", "guarded", "open"),
  };
}

function readRetention(section: Section): GivenSettings["retention"] {
  const days = (key: string, code?: Code) => {
    const ms = section.duration(key, code);
    if (ms !== undefined && ms < KEPT_LEAST_MS) section.fail(key, "settings.too-little", { least: "1h" });
    if (ms !== undefined && ms > KEPT_MOST_MS) section.fail(key, "settings.too-long", { most: "36500d" });
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
  if ((given.memoryBytes ?? MEMORY_LEAST) < MEMORY_LEAST)
    section.fail("memory", "settings.too-little", { least: "64MB" });
  section.close();
  return given;
}

function readPython(section: Section, folder: string): GivenSettings["python"] {
  const named = section.text("interpreter");
  // A bare name is looked for in PATH, as a shell does.
  const placed = named?.includes("/") ? section.localPath("interpreter", folder) : named;
  section.close({ user: "cells.user", wrap: "cells.wrap" });
  return { interpreter: placed };
}

function readCells(section: Section, folder: string): GivenSettings["cells"] {
  const user = section.text("user");
  const [program, ...words] = section.texts("wrap") ?? [];
  section.close();
  if (program === undefined) return { user };
  return { user, wrap: [program.includes("/") ? resolve(folder, program) : program, ...words] };
}

/** Whether these settings would show tokens and rows to the network. */
export const needsTls = ({ host, tls, insecure }: Pick<Settings, "host" | "tls" | "insecure">): boolean =>
  !tls && !insecure && !isLoopback(host);

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
