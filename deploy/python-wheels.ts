/** What functions of Python cells need on workers that reach no package index. */
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { wheels } from "../kernel-server/engine/local-spark/requirements.ts";

/** The Python of the template's machines. */
const PYTHON = { major: 3, minor: 12 };
const MACHINES = ["x86_64", "aarch64"];
/** Of the C libraries that wheels may be built for, the oldest and that of Amazon Linux 2023 (glibc 2.34). */
const LIBRARIES = ["manylinux2014", "manylinux_2_17", "manylinux_2_27", "manylinux_2_28"];

/** Writes the pinned list into a folder, and the wheels for the template's machines beside it. Throws with what pip said. */
export async function fetchWheels(python: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "requirements.txt"), wheels);
  const list = join(folder, "fetched.txt");
  await writeFile(list, requirementsFor(wheels, PYTHON));
  for (const machine of MACHINES) {
    const platforms = LIBRARIES.flatMap((library) => ["--platform", `${library}_${machine}`]);
    const version = ["--python-version", `${PYTHON.major}.${PYTHON.minor}`, "--implementation", "cp"];
    const how = ["--only-binary", ":all:", "--no-deps", "--require-hashes", "--disable-pip-version-check", "--quiet"];
    const args = ["-I", "-m", "pip", "download", ...how, ...platforms, ...version, "-r", list, "-d", folder];
    const done = spawnSync(python, args, { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`The wheels for ${machine} could not be fetched:\n${done.stderr}`);
  }
}

/**
 * The lines of a pinned list that hold for a Python, without their conditions: pip decides those by the Python that it runs
 * in, also when it fetches for another one.
 */
export function requirementsFor(list: string, { major, minor }: { major: number; minor: number }): string {
  const entries = list.split(/\n(?=\S)/).flatMap((entry) => {
    const condition = /^(\S+) ; python_full_version (<|>=|==) '(\d+)\.(\d+)(?:\.\*)?'/.exec(entry);
    if (!condition) return entry.includes(" ; ") ? unknown(entry) : [entry];
    const [, , how, ofMajor, ofMinor] = condition;
    const order = major - Number(ofMajor) || minor - Number(ofMinor);
    const holds = how === "<" ? order < 0 : how === ">=" ? order >= 0 : order === 0;
    return holds ? [entry.replace(/ ; [^\\]*/, " ")] : [];
  });
  return entries.join("\n");
}

function unknown(entry: string): never {
  throw new Error(`This condition is not known: ${entry.split("\n")[0]}`);
}
