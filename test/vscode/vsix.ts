/** VSIX files: of the product as it ships, and of the small extensions that tests bring along. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/between.ts";
import { vsceEntry } from "./install.ts";

/** The product's VSIX, made by `npm run package`. */
export function packagedExtension(): string {
  const file = join(root, "out/between-notebooks.vsix");
  if (!existsSync(file)) throw new Error(`There is no ${file}: npm run package makes it`);
  return file;
}

/** Packs a folder that is an extension and gives the file. */
export function packFolder(folder: string, out: string): string {
  const flags = ["--no-dependencies", "--skip-license", "--allow-missing-repository", "--no-rewrite-relative-links"];
  const args = [vsceEntry, "package", ...flags, "--out", out];
  const done = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`Packing ${folder} failed:\n${done.stdout}${done.stderr}`);
  return out;
}
