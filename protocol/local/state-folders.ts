import envPaths from "env-paths";
import { resolve } from "node:path";

const paths = envPaths("between-notebooks", { suffix: "" });

/** Where servers keep journals, results and records, absolute: BETWEEN_STATE, or the system's folder for a user's data. */
export const stateFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(env["BETWEEN_STATE"] || paths.data);

/** Where the embedded engine is set up, absolute: BETWEEN_CACHE, or the system's folder for what can be made again. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(env["BETWEEN_CACHE"] || paths.cache);
