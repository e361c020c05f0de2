import { BetweenError } from "../../protocol/errors.ts";
import { hasCode } from "../store/fs-error.ts";

/** What the disk refuses, said as what to do about it; anything else as it was thrown. */
export function diskError(thrown: unknown, path: string): unknown {
  if (hasCode(thrown, "ENOSPC", "EDQUOT")) return new BetweenError("state.full", { path }, { cause: thrown });
  if (hasCode(thrown, "EROFS", "EACCES", "EPERM"))
    return new BetweenError("state.read-only", { path }, { cause: thrown });
  // What the server writes lies in folders that it has made itself.
  if (hasCode(thrown, "ENOENT")) return new BetweenError("state.gone", { path }, { cause: thrown });
  return thrown;
}
