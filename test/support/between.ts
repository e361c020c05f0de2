import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export type Ended = { code: number | null; stdout: string; stderr: string };

/** A started command: its output so far, its end, and a way to wait for a text in its output. */
export type Started = {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves with all output so far once it matches; rejects when the command ends without. */
  says(pattern: RegExp): Promise<string>;
};

/**
 * A folder of its own with its own state, so that a test has a local server to itself; notebooks and logs are written
 * into it. `end` stops the servers that were started for it and removes the folder.
 */
export type Desk = {
  folder: string;
  state: string;
  write(name: string, text: string | Uint8Array): Promise<string>;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): Started;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended>;
  /** The process id of the local server, when one runs. */
  serverPid(): Promise<number | undefined>;
  end(): Promise<void>;
};

export async function makeDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "between-"));
  const state = join(folder, ".state");
  const started = new Set<ChildProcess>();

  const desk: Desk = {
    folder,
    state,
    write: async (name, text) => {
      const file = join(folder, name);
      await writeFile(file, text);
      return file;
    },
    start: (args, env = {}) => {
      const child = spawn(process.execPath, [join(root, "cli/main.ts"), ...args], {
        cwd: folder,
        env: { ...process.env, BETWEEN_STATE: state, BETWEEN_LANG: "en", NO_COLOR: "1", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      started.add(child);
      return follow(child, () => started.delete(child));
    },
    run: (args, env) => desk.start(args, env).ended,
    serverPid: () => localServerPid(state),
    end: async () => {
      for (const child of started) child.kill("SIGKILL");
      await endLocalServer(state);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return desk;
}

/** The process id of the local server that keeps its state in this folder, when one runs. */
export async function localServerPid(state: string): Promise<number | undefined> {
  for (const file of await serverFiles(state)) {
    const { pid } = JSON.parse(await readFile(file, "utf8")) as { pid: number };
    if (isAlive(pid)) return pid;
  }
  return undefined;
}

/** Ends the local server that keeps its state in this folder, when one runs, and waits for its end. */
export async function endLocalServer(state: string): Promise<void> {
  const pid = await localServerPid(state);
  if (pid === undefined) return;
  process.kill(pid, "SIGTERM");
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function serverFiles(state: string): Promise<string[]> {
  const local = join(state, "local");
  if (!existsSync(local)) return [];
  const versions = await readdir(local);
  return versions.map((version) => join(local, version, "server.json")).filter(existsSync);
}

/** Whether a process of that id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: no such process.
  }
}

function follow(child: ChildProcess, onEnd: () => void): Started {
  let stdout = "";
  let stderr = "";
  const waiting = new Set<() => void>();
  child.stdout
    ?.setEncoding("utf8")
    .on("data", (text: string) => ((stdout += text), waiting.forEach((check) => check())));
  child.stderr
    ?.setEncoding("utf8")
    .on("data", (text: string) => ((stderr += text), waiting.forEach((check) => check())));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => {
      onEnd();
      resolve({ code, stdout, stderr });
      waiting.forEach((check) => check());
    });
  });
  return {
    child,
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (pattern.test(stdout + stderr)) resolve(stdout + stderr);
          else if (child.exitCode === null && child.signalCode === null) return;
          else reject(new Error(`ended without saying ${String(pattern)}:\n${stdout}${stderr}`));
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
  };
}
