import { BetweenError } from "../protocol/errors.ts";
import { cleanProgram } from "./programs/clean.ts";
import { exitOf, tellError } from "./programs/program.ts";
import type { Program } from "./programs/program.ts";
import { serveProgram } from "./programs/serve.ts";
import { tokenProgram } from "./programs/token.ts";

const programs: Readonly<Record<string, Program>> = { token: tokenProgram, clean: cleanProgram };

/** `[--lang en|ko] [token|clean] …`; without a word for another program, a server. */
const words = process.argv.slice(2);
const lang = words[0] === "--lang" && words.splice(0, 2)[1] === "ko" ? "ko" : "en";
const [first = ""] = words;
const program = Object.hasOwn(programs, first) ? programs[first] : undefined;

try {
  const code = await (program ? program(words.slice(1), lang) : serveProgram(words, lang));
  if (code !== undefined) process.exitCode = code;
} catch (thrown) {
  const error = BetweenError.from(thrown);
  tellError(error.toWire(), lang);
  process.exitCode = exitOf(error);
}
