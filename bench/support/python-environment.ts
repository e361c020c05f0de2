import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../protocol/local/state-folders.ts";

/**
 * The Python of a virtual environment for benches alone, with exactly these packages, made on first use under the cache
 * folder (it needs the network once). `name` changes with the packages.
 */
export async function pythonEnvironment(name: string, packages: readonly string[]): Promise<string> {
  const folder = join(cacheFolder(), `bench-${name}`);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const marker = join(folder, "ready");
  const ready = await access(marker).then(
    () => true,
    () => false,
  );
  if (ready) return python;
  process.stderr.write(`Setting up ${name} for comparison (once) …\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await program(process.env["BETWEEN_PYTHON"] || "python3", ["-m", "venv", folder]);
  await program(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages]);
  await writeFile(marker, "");
  return python;
}

async function program(path: string, args: readonly string[]): Promise<void> {
  const child = spawn(path, args, { stdio: ["ignore", 2, 2] });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${path} ${args[0]} ${args[1]} ended with exit code ${code}.`);
}
