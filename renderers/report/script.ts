/// <reference types="node" />
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Where a build puts the script: beside the bundle that makes reports. */
const built = new URL("./report-client.js", import.meta.url);
const source = new URL("./client/main.ts", import.meta.url);

let made: Promise<string> | undefined;

/** The script that makes a report's charts alive, in one piece: as built, or built now where the sources are run. */
export function reportScript(): Promise<string> {
  made ??= existsSync(built) ? readFile(built, "utf8") : buildScript();
  return made;
}

async function buildScript(): Promise<string> {
  // A development dependency: what ships brings the built script.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({ ...reportScriptBuild, entryPoints: [fileURLToPath(source)], write: false });
  return outputFiles[0]?.text ?? "";
}

/** How the script is bundled, for the build of what ships as well. */
export const reportScriptBuild = {
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2023",
  charset: "utf8",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
} as const;
