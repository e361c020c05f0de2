import { cli } from "./en/cli.ts";
import { engine } from "./en/engine.ts";
import { notebook } from "./en/notebook.ts";
import { report } from "./en/report.ts";
import { server } from "./en/server.ts";
import { session } from "./en/session.ts";
import { wire } from "./en/wire.ts";

/** English: a sentence a code, `{name}` stands for an argument. What to do next follows in a `.hint` where there is something to do. */
export const en = { ...wire, ...notebook, ...session, ...server, ...engine, ...report, ...cli } as const;
