import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { systemReason } from "../../protocol/local/system-reason.ts";
import { hasCode } from "../store/fs-error.ts";
import { wrongInTls } from "../tls-files.ts";
import { hostOf } from "./addresses.ts";
import { completeSettings } from "./complete-settings.ts";
import { inOrder, needsTls, readSettings } from "./read-settings.ts";
import type { Env, ReadSettings } from "./read-settings.ts";
import { placeOf } from "./read-state.ts";
import { isUser } from "./is-user.ts";
import type { SettingsProblem } from "./section.ts";
import type { Settings } from "./settings.ts";
import { wrongOnDisk } from "./wrong-on-disk.ts";

/** How a server is told what to be: by a file, or by options. */
export type Choice = {
  config?: string | undefined;
  host?: string | undefined;
  port?: string | undefined;
  state?: string | undefined;
};

/** `doubts`: what lets a server start, and is probably not meant; only where it was looked for. */
export type Chosen = { settings: Settings; doubts?: SettingsProblem[] } | { problems: SettingsProblem[] };

/**
 * The settings of a file, or those that options give: the two are one from here on. `look`: look at the files, folders
 * and programs that the settings name, and for the user that cells run as. Throws `settings.file`, `settings.file-missing`,
 * `settings.no-tls`, `settings.host`, `settings.state`, `server.bad-argument`.
 */
export async function chooseSettings(choice: Choice, env: Env, { look = false } = {}): Promise<Chosen> {
  if (choice.config === undefined) return { settings: fromOptions(choice, env) };
  for (const option of ["host", "port", "state"] as const) {
    if (choice[option] !== undefined) throw badArgument(`--config and --${option} exclude each other`);
  }
  const read = readSettings(await textOf(choice.config), dirname(resolve(choice.config)), env);
  const { settings } = read;
  const problems = look
    ? inOrder([...read.problems, ...(await tlsProblems(read)), ...(await diskProblems(read))])
    : read.problems;
  if (!settings || problems.length > 0) return { problems };
  return look ? { settings, doubts: await doubtsOf(settings, read) } : { settings };
}

/** At the line of the file's key; what is wrong with the two together, at the certificate's. */
async function tlsProblems({ given: { tls }, placeOf: place }: ReadSettings): Promise<SettingsProblem[]> {
  const wrong = tls ? await wrongInTls(tls, new Date()) : [];
  return wrong.map(({ code, args }) => ({ code, args, ...place(args.key === "tls-key" ? "tls-key" : "tls-cert") }));
}

async function diskProblems({ given, placeOf: place }: ReadSettings): Promise<SettingsProblem[]> {
  const wrong = await wrongOnDisk(given);
  return wrong.map(({ code, args }) => ({ code, args, ...place(String(args["key"])) }));
}

async function doubtsOf({ cells: { user } }: Settings, { placeOf: place }: ReadSettings): Promise<SettingsProblem[]> {
  const isUnknown = user !== undefined && !(await isUser(user));
  return isUnknown ? [{ code: "settings.no-user", args: { user }, ...place("cells") }] : [];
}

function fromOptions({ host, port, state }: Choice, env: Env): Settings {
  if (port !== undefined && (!/^\d+$/.test(port) || Number(port) > 65_535))
    throw badArgument(`--port ${port} is no port number`);
  const place = state === undefined ? undefined : placeOf(state, process.cwd(), {});
  if (state !== undefined && !place) throw new BetweenError("settings.state", { key: "--state" });
  const bound = host === undefined ? undefined : hostOf(host);
  if (bound && !("host" in bound)) throw badHost(host ?? "", bound.near);
  const settings = completeSettings(
    { host: bound?.host, port: port === undefined ? undefined : Number(port), state: place },
    env,
  );
  if (needsTls(settings)) throw new BetweenError("settings.no-tls", { host: settings.host });
  return settings;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) throw new BetweenError("settings.file-missing", { file }, { cause });
    throw new BetweenError("settings.file", { file, reason: systemReason(cause) }, { cause });
  }
}

const badHost = (value: string, near: string | undefined) =>
  near === undefined
    ? new BetweenError("settings.host", { key: "--host", value })
    : new BetweenError("settings.host-near", { key: "--host", value, near });

const badArgument = (reason: string) => new BetweenError("server.bad-argument", { reason });
