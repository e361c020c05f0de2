import { getSystemErrorMap } from "node:util";

/** What the system said of a file, in its words alone (“no such file or directory”): neither a path nor the name of a call. */
export function systemReason(thrown: unknown): string {
  const errno = thrown instanceof Error && "errno" in thrown && typeof thrown.errno === "number" ? thrown.errno : 0;
  return getSystemErrorMap().get(errno)?.[1] ?? (thrown instanceof Error ? thrown.message : String(thrown));
}
