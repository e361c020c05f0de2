import { BetweenError } from "../protocol/errors.ts";
import type { Context } from "./context.ts";

/** More than any token has; what is longer is a file that was sent by mistake. */
const LONGEST = 4096;

/**
 * A secret from the terminal, without showing it, or the first line of standard input. Throws `login.empty`, and
 * `wire.cancelled` after Ctrl-C.
 */
export async function askSecret({ stdin, err }: Context, prompt: string): Promise<string> {
  const given = stdin.isTTY ? await typed(stdin, () => err.write(prompt)) : await firstLine(stdin);
  if (stdin.isTTY) await err.write("\n");
  const secret = given.trim();
  if (secret === "") throw new BetweenError("login.empty");
  return secret;
}

async function firstLine(stdin: NodeJS.ReadStream): Promise<string> {
  let text = "";
  for await (const piece of stdin) {
    text += String(piece);
    if (text.includes("\n") || text.length > LONGEST) break;
  }
  return text.split("\n", 1)[0] ?? "";
}

/** In raw mode the terminal shows nothing by itself, and gives Ctrl-C to us as a character. */
async function typed(stdin: NodeJS.ReadStream, prompt: () => Promise<void>): Promise<string> {
  stdin.setRawMode(true);
  try {
    await prompt();
    let text = "";
    for await (const piece of stdin) {
      for (const character of String(piece)) {
        if (character === "\r" || character === "\n") return text;
        if (character === "\x03") throw new BetweenError("wire.cancelled");
        if (character === "\x04") return text;
        if (character === "\x7f" || character === "\b") text = text.slice(0, -1);
        else if (character === "\x15") text = "";
        else if (text.length < LONGEST) text += character;
      }
    }
    return text;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
  }
}
