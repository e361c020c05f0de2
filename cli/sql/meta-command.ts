import { BetweenError } from "../../protocol/errors.ts";
import { nearest } from "../../notebook/nearest.ts";

/** What the shell understands beside SQL. */
export type MetaCommand =
  | { do: "help" }
  | { do: "quit" }
  | { do: "tables" }
  | { do: "columns"; of: string }
  | { do: "params" }
  | { do: "param"; option: string }
  | { do: "drop-param"; name: string };

const names = ["\\h", "\\q", "\\d", "\\p"];

/** Reads a line that begins with a backslash: `\d`, `\d logs`, `\p day=2026-11-20`, `\p day=` (forget it), `\h`, `\q`. */
export function readMetaCommand(line: string): MetaCommand {
  const [, name = "", rest = ""] = /^(\\\S*)\s*(.*?)\s*;?\s*$/su.exec(line.trim()) ?? [];
  switch (name) {
    case "\\h":
    case "\\?":
      return { do: "help" };
    case "\\q":
      return { do: "quit" };
    case "\\d":
      return rest === "" ? { do: "tables" } : { do: "columns", of: rest };
    case "\\p": {
      if (rest === "") return { do: "params" };
      const forget = /^([^:=\s]+)\s*=$/u.exec(rest)?.[1];
      return forget === undefined ? { do: "param", option: rest } : { do: "drop-param", name: forget };
    }
    default: {
      const near = nearest(name, names);
      throw near
        ? new BetweenError("cli.shell.unknown-near", { command: name, near })
        : new BetweenError("cli.shell.unknown", { command: name });
    }
  }
}
