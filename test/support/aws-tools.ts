import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../../protocol/local/state-folders.ts";

const list = fileURLToPath(new URL("../deploy/requirements.txt", import.meta.url));

/**
 * The Python of an environment with cfn-lint, moto and a schema of compose files, made once in the cache folder from
 * pinned versions; or why there is none on this machine.
 */
export function awsTools(): { python: string } | { missing: string } {
  const hash = createHash("sha256").update(readFileSync(list)).digest("hex").slice(0, 8);
  const folder = join(cacheFolder(), `aws-tools-${hash}`);
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "between-ready"))) return { python };
  const aside = `${folder}.${process.pid}`;
  mkdirSync(cacheFolder(), { recursive: true });
  try {
    const made = spawnSync("python3", ["-m", "venv", aside], { encoding: "utf8" });
    if (made.status !== 0) return { missing: `no virtual environment can be made (${reason(made)})` };
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r", list];
    const installed = spawnSync(join(aside, "bin", "python"), pip, { encoding: "utf8" });
    if (installed.status !== 0) return { missing: `its packages cannot be installed (${reason(installed)})` };
    // Programs of the environment name its Python by its path, so only `python -m` is used.
    writeFileSync(join(aside, "between-ready"), "");
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
    return { python };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

const reason = ({ error, stderr }: { error?: Error; stderr: string }) =>
  error?.message ?? stderr.trim().split("\n").at(-1) ?? "";

/** A mock of AWS on the loopback address, until it is stopped. */
export async function startMoto(python: string): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`moto's server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/moto-api/`).catch(() => undefined);
    if (answer?.ok) break;
    await sleep(100);
  }
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
