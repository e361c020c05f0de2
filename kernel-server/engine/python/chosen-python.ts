import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { z } from "zod";
import { BetweenError } from "../../../protocol/errors.ts";
import { runProgram } from "../sail/run-program.ts";
import { look } from "./program/look.ts";

/** What Python cells need of an interpreter that somebody else made, as pip reads it; tried with the oldest of each. */
const NEEDED = [
  "ipython>=8.12",
  "pandas>=2.2,<3",
  "pyarrow>=18",
  "pyspark-client>=4.0,<5",
  "grpcio>=1.67",
  "grpcio-status>=1.67",
  "googleapis-common-protos>=1.65",
] as const;
const OLDEST = [3, 10] as const;

const looked = z.object({ version: z.tuple([z.number(), z.number()]), pip: z.boolean(), lacks: z.array(z.string()) });

/**
 * Looks whether the interpreter at `path` can run the cells of a notebook as it is, with the packages that the notebook
 * names (`wanted`). Nothing is ever installed there. Throws `python.chosen-*`.
 */
export async function checkChosenPython(path: string, wanted: readonly string[], signal: AbortSignal): Promise<void> {
  if (!isAbsolute(path)) throw new BetweenError("python.chosen-relative", { python: path });
  await access(path, constants.X_OK).catch((cause: unknown) => {
    throw new BetweenError("python.chosen-missing", { python: path }, { cause });
  });
  const args = ["-I", "-c", look, JSON.stringify(NEEDED), JSON.stringify(wanted)];
  const { code, output } = await runProgram(path, args, { signal });
  signal.throwIfAborted();
  const engineText = output.trim();
  if (code !== 0)
    throw new BetweenError("python.chosen-broken", { python: path }, engineText === "" ? {} : { engineText });
  const { version, pip, lacks } = looked.parse(JSON.parse(engineText.split("\n").at(-1) ?? ""));
  const [major, minor] = version;
  if (major !== OLDEST[0] || minor < OLDEST[1])
    throw new BetweenError("python.chosen-old", { python: path, version: version.join(".") });
  if (lacks.length === 0) return;
  const quoted = [path, ...lacks].map(shellWord);
  const [python = path, ...packages] = quoted;
  const install = pip ? `${python} -m pip install` : `uv pip install --python ${python}`;
  throw new BetweenError("python.chosen-lacks", {
    python: path,
    packages: lacks.join(", "),
    command: `${install} ${packages.join(" ")}`,
  });
}

/** As a shell reads it: `<` and `>` would be files, blanks would part it. */
const shellWord = (text: string) => (/^[\w./@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
