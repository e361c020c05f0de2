/** What tests of cells that run as another user of the system share. */
import { spawnSync } from "node:child_process";
import { chmod, link, mkdir, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { findPython } from "../../kernel-server/engine/sail/find-python.ts";

/** A user of every Linux who owns nothing. */
export const OTHER_USER = "nobody";

const may = (...command: string[]) => spawnSync("sudo", ["-n", "-u", OTHER_USER, "--", ...command]).status === 0;

/** A Python that the other user may run, too; or why cells cannot be tried as him here. */
export async function pythonOfOther(): Promise<{ python: string } | { missing: string }> {
  if (process.getuid?.() !== 0) return { missing: "cells as another user are tried by root only" };
  if (!may("true")) return { missing: `sudo starts nothing as ${OTHER_USER}` };
  for (const named of ["/usr/bin/python3", undefined]) {
    const found = await findPython(named, AbortSignal.timeout(30_000)).catch((thrown: unknown) => {
      if (thrown instanceof BetweenError) return undefined;
      throw thrown;
    });
    if (found && may(found.path, "-c", "import ensurepip")) return { python: found.path };
  }
  return { missing: `no Python here that ${OTHER_USER} may run` };
}

/** A folder that everybody may read. */
export async function openFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), name));
  await chmod(folder, 0o755);
  return folder;
}

/** The jars of a Spark, linked into a folder that the other user may read. */
export async function linkJars(home: string, into: string): Promise<string> {
  for (const part of ["jars", "jars/connect-repl"]) {
    await mkdir(join(into, part), { recursive: true });
    for (const name of await readdir(join(home, part)))
      if (name.endsWith(".jar")) await link(join(home, part, name), join(into, part, name));
  }
  return into;
}
