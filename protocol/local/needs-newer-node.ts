import { start as en } from "../wording/en/start.ts";
import { start as ko } from "../wording/ko/start.ts";

/** The oldest Node that what ships runs on, by its major version. */
export const LEAST_NODE = 22;

/**
 * What to tell somebody whose Node is too old, and nothing for one that will do. Loaded before everything else and by any
 * Node that knows modules, so that it uses neither the catalogues' own code nor a newer syntax.
 */
export function needsNewerNode(version: string, path: string, lang: "en" | "ko"): string | undefined {
  if (Number.parseInt(version, 10) >= LEAST_NODE) return undefined;
  const words = lang === "ko" ? ko : en;
  const sentence = words["start.node-old"]
    .replace("{least}", String(LEAST_NODE))
    .replace("{version}", version)
    .replace("{path}", path);
  return `${sentence}\n${words["start.node-old.hint"]}`;
}
