/** Folders that are extensions, as VSIX files, and a place where they are installed. */
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { codeServerEntry, vsceEntry } from "./install.ts";

/** Packs a folder that is an extension (with a package.json of its own) into a VSIX. */
export function pack(folder: string, out: string): void {
  const flags = ["--no-dependencies", "--skip-license", "--allow-missing-repository"];
  run(vsceEntry, ["package", ...flags, "--out", out], folder);
}

const installed = new Map<string, Promise<string>>();

/** Installs VSIX files as a user would, into a folder of its own: once in a process, then copies. */
export async function installInto(extensionsFolder: string, vsix: readonly string[]): Promise<void> {
  const key = vsix.join("\n");
  let template = installed.get(key);
  if (!template) installed.set(key, (template = makeTemplate(vsix)));
  await cp(await template, extensionsFolder, { recursive: true });
}

async function makeTemplate(vsix: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "between-extensions-"));
  templates.push(folder);
  const [extensions, data, config] = ["extensions", "data", "config.yaml"].map((name) => join(folder, name));
  if (!extensions || !data || !config) throw new Error("three names");
  const places = ["--config", config, "--user-data-dir", data, "--extensions-dir", extensions];
  run(codeServerEntry, [...places, ...vsix.flatMap((file) => ["--install-extension", file])], folder);
  return extensions;
}

const templates: string[] = [];
process.once("exit", () => undefined);
