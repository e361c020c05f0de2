import type { Lang } from "../protocol/wording/say.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The language of sentences: `BETWEEN_LANG`, else the locale's in the order that POSIX gives, else English. */
export function langOf(env: Env): Lang {
  const chosen = env.BETWEEN_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^ko(\b|_)/i.test(chosen) ? "ko" : "en";
}
