import { homedir } from "node:os";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { findProgram } from "../find-program.ts";
import { pythonRange } from "./requirements.ts";
import { runProgram } from "./run-program.ts";

/** `args` come before any of ours: the py launcher's choice of a version. */
export type Python = { path: string; args: readonly string[]; version: string };
type Candidate = { program: string; args?: readonly string[] };
type Looked = Python & { venv: boolean };

const PROBE_MS = 20_000;
/** Runs on every Python there ever was, so that an old one can be named. */
const versionProbe = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
const venvProbe = 'import venv, ensurepip; print("venv")';

/** The Python that was named, or the first that fits. What was looked at and refused is named in the error. */
export async function findPython(named: string | undefined, signal: AbortSignal): Promise<Python> {
  const refused: { python: Looked; why: "old" | "new" | "venv" }[] = [];
  for await (const candidate of named === undefined ? candidates(signal) : [{ program: named }]) {
    const python = await look(candidate, signal);
    signal.throwIfAborted();
    if (!python) continue;
    const why = unfit(python);
    if (why === undefined) return python;
    refused.push({ python, why });
  }
  // A Python that only lacks a part is nearest to what is needed.
  const nearest = refused.find(({ why }) => why === "venv") ?? refused[0];
  if (!nearest) {
    throw named === undefined
      ? new BetweenError("engine.python-missing")
      : new BetweenError("engine.python-not-run", { path: named });
  }
  const { path, version } = nearest.python;
  if (nearest.why === "venv") throw new BetweenError("engine.python-no-venv", { path, version });
  throw new BetweenError(nearest.why === "old" ? "engine.python-too-old" : "engine.python-too-new", { path, version });
}

function unfit({ version, venv }: Looked): "old" | "new" | "venv" | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [low, high] = [pythonRange.from, pythonRange.to];
  if (major < low[0] || (major === low[0] && minor < low[1])) return "old";
  if (major > high[0] || (major === high[0] && minor > high[1])) return "new";
  return venv ? undefined : "venv";
}

async function look({ program, args = [] }: Candidate, signal: AbortSignal): Promise<Looked | undefined> {
  const path = await findProgram(program);
  if (path === undefined) return undefined;
  const ask = (code: string) =>
    runProgram(path, [...args, "-c", code], { signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]) });
  const told = await ask(versionProbe);
  const version = told.code === 0 ? /^(\d+\.\d+\.\d+)\s*$/m.exec(told.output)?.[1] : undefined;
  if (version === undefined) return undefined;
  return { path, args, version, venv: (await ask(venvProbe)).code === 0 };
}

const minors = Array.from({ length: pythonRange.to[1] - pythonRange.from[1] + 1 }, (_, i) => pythonRange.to[1] - i);

async function* candidates(signal: AbortSignal): AsyncGenerator<Candidate> {
  const range = `>=${pythonRange.from.join(".")},<=${pythonRange.to.join(".")}`;
  const uv = await runProgram("uv", ["python", "find", "--offline", range], {
    signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
  });
  const found = uv.code === 0 ? uv.output.trim().split("\n").at(-1) : undefined;
  if (found) yield { program: found };
  for (const minor of minors) yield { program: `python3.${minor}` };
  yield { program: "python3" };
  yield { program: "python" };
  for (const prefix of ["/opt/homebrew", "/usr/local"]) {
    for (const minor of minors) yield { program: `${prefix}/opt/python@3.${minor}/bin/python3.${minor}` };
  }
  const versions = join(process.env.PYENV_ROOT || join(homedir(), ".pyenv"), "versions");
  const installed = await readdir(versions).catch(() => []);
  for (const version of installed.sort().reverse()) yield { program: join(versions, version, "bin", "python") };
  if (process.platform === "win32") for (const minor of minors) yield { program: "py", args: [`-3.${minor}`] };
}
