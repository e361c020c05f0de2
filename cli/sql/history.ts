import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const KEPT = 1000;

/** The lines typed into earlier shells, in a file that only its owner reads: queries may hold what is nobody's business. */
export type History = {
  /** Newest first, as `node:readline` takes them. */
  readonly lines: string[];
  add(line: string): Promise<void>;
};

/** Opens the file, made (0600) when missing and cut to its last 1,000 lines. Lines are appended, so that two shells at once lose nothing. */
export async function openHistory(file: string): Promise<History> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const all = await readFile(file, "utf8").then(
    (text) => text.split("\n").filter((line) => line !== ""),
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return [];
      throw cause;
    },
  );
  const lines = all.slice(-KEPT);
  if (all.length !== lines.length || all.length === 0) {
    await writeFile(file, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
  }
  return {
    lines: lines.toReversed(),
    add: async (line) => {
      if (line.trim() !== "") await appendFile(file, `${line}\n`, { mode: 0o600 });
    },
  };
}
