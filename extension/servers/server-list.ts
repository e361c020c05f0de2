import type { Args, Code } from "../../protocol/errors.ts";
import { readAddress } from "./address.ts";

/** An entry of the setting `between.servers`. */
export type ServerEntry = { name: string; url: string };

export type ServerList = { entries: readonly ServerEntry[]; problems: readonly { code: Code; args: Args }[] };

/** Keys under which somebody may have written a token. */
const secretKey = /token|passw|pwd|secret|credential|api[-_]?key|authorization/i;

/**
 * The entries of the setting that can be used, each address once, and what is wrong with the others. Problems go into a
 * log: they name an entry by its place, from 1, and its keys, never by its values, which may be secret.
 */
export function readServerList(setting: unknown): ServerList {
  const entries = new Map<string, ServerEntry>();
  const problems: { code: Code; args: Args }[] = [];
  asList(setting).forEach((each, i) => {
    const keys = isRecord(each) ? Object.keys(each) : [];
    const secrets = keys.filter((key) => secretKey.test(key));
    if (secrets.length > 0)
      problems.push({ code: "kernels.entry-secret", args: { index: i + 1, keys: secrets.join(", ") } });
    const { name, url } = isRecord(each) ? each : {};
    const address = typeof url === "string" ? readAddress(url) : undefined;
    if (address === undefined || typeof name !== "string" || name.trim() === "")
      problems.push(
        keys.length === 0
          ? { code: "kernels.entry-not-object", args: { index: i + 1 } }
          : { code: "kernels.entry-malformed", args: { index: i + 1, keys: keys.join(", ") } },
      );
    else if ("problem" in address) problems.push({ code: address.problem, args: address.args });
    else if (!entries.has(address.url)) entries.set(address.url, { name: name.trim(), url: address.url });
  });
  return { entries: [...entries.values()], problems };
}

/** The setting with the entry in it, in the place of one with the same address; all others stay as they were written. */
export const withServer = (setting: unknown, entry: ServerEntry): unknown[] => [
  ...withoutServer(setting, entry.url),
  entry,
];

export const withoutServer = (setting: unknown, url: string): unknown[] =>
  asList(setting).filter((each) => addressOf(each) !== url);

/** A name for a server that has none yet: its host, without what all servers of a team share. */
export function suggestedName(url: string): string {
  const { hostname, port } = new URL(url);
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const name = isAddress ? hostname : (hostname.split(".")[0] ?? hostname);
  return hostname === "localhost" || isAddress ? [name, port].filter(Boolean).join(":") : name;
}

function addressOf(entry: unknown): string | undefined {
  const { url } = isRecord(entry) ? entry : {};
  const address = typeof url === "string" ? readAddress(url) : undefined;
  return address && "url" in address ? address.url : undefined;
}

const asList = (setting: unknown): unknown[] => (Array.isArray(setting) ? setting : []);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
