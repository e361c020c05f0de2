import { BetweenError } from "../../../protocol/errors.ts";
import { type FileFinder, findSome, isS3 } from "../file-finder.ts";

/**
 * An engine on other machines says only that a path matches nothing. Where it lies on S3, the server looks for the nearest
 * folder with its own credentials; what keeps it from looking leaves the engine's words.
 */
export async function withNearest(error: BetweenError, finder: FileFinder, signal: AbortSignal): Promise<BetweenError> {
  const path = error.args["path"];
  if (typeof path !== "string" || !isS3(path)) return error;
  try {
    await findSome(finder, "", path, error.at, signal);
  } catch (thrown) {
    const { code, args } = BetweenError.from(thrown);
    if (!code.startsWith("engine.path-")) return error;
    const { at, engineText } = error;
    return new BetweenError(code, args, {
      ...(at && { at }),
      ...(engineText !== undefined && { engineText }),
      cause: error,
    });
  }
  return error;
}
