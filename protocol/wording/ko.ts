import { cli } from "./ko/cli.ts";
import { engine } from "./ko/engine.ts";
import { notebook } from "./ko/notebook.ts";
import { report } from "./ko/report.ts";
import { server } from "./ko/server.ts";
import { session } from "./ko/session.ts";
import { wire } from "./ko/wire.ts";

/** Korean: a sentence a code, `{name}` stands for an argument. What to do next follows in a `.hint` where there is something to do. */
export const ko = { ...wire, ...notebook, ...session, ...server, ...engine, ...report, ...cli } as const;
