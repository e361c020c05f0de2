/** `npm run package`: the extension as one file, `out/between-notebooks.vsix`, from what `npm run build` left in `dist/`. */
import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { install, vsceEntry } from "./test/vscode/install.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
export const VSIX = fileURLToPath(new URL("out/between-notebooks.vsix", import.meta.url));

/** Packs what lies in `dist/` and gives the file. Throws with what the packager said. */
export function packExtension(out = VSIX): string {
  install("tools");
  mkdirSync(fileURLToPath(new URL("out", import.meta.url)), { recursive: true });
  const flags = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--skip-license"];
  const args = [vsceEntry, "package", ...flags, "--out", out];
  const done = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, npm_config_ignore_scripts: "true" },
  });
  if (done.status !== 0) throw new Error(`Packing failed:\n${done.stdout}${done.stderr}`);
  console.log(`Packed out/between-notebooks.vsix (${(statSync(out).size / 1e6).toFixed(1)} MB)`);
  return out;
}

if (import.meta.main) packExtension();
