import { BetweenError } from "../protocol/errors.ts";
import { exitOf, tellError } from "./programs/program.ts";
import type { Program } from "./programs/program.ts";

/** Loaded when they are called: a list of tokens needs no engine. */
const programs: Readonly<Record<string, () => Promise<Program>>> = {
  token: async () => (await import("./programs/token.ts")).tokenProgram,
  clean: async () => (await import("./programs/clean.ts")).cleanProgram,
};
const serve = async () => (await import("./programs/serve.ts")).serveProgram;

/** `[--lang en|ko] [token|clean] …`; without a word for another program, a server. */
const words = process.argv.slice(2);
const lang = words[0] === "--lang" && words.splice(0, 2)[1] === "ko" ? "ko" : "en";
const [first = ""] = words;
const named = Object.hasOwn(programs, first) ? programs[first] : undefined;

try {
  const program = await (named ?? serve)();
  const code = await program(named ? words.slice(1) : words, lang);
  if (code !== undefined) process.exitCode = code;
} catch (thrown) {
  const error = BetweenError.from(thrown);
  tellError(error.toWire(), lang);
  process.exitCode = exitOf(error);
}
