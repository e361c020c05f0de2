import { cells } from "./en/cells.ts";
import { data } from "./en/data.ts";
import { document } from "./en/document.ts";
import { grid } from "./en/grid.ts";
import { importing } from "./en/import.ts";
import { kernels } from "./en/kernels.ts";
import { language } from "./en/language.ts";
import { output } from "./en/output.ts";
import { cli } from "./en/cli.ts";
import { engine } from "./en/engine.ts";
import { notebook } from "./en/notebook.ts";
import { report } from "./en/report.ts";
import { server } from "./en/server.ts";
import { session } from "./en/session.ts";
import { wire } from "./en/wire.ts";

/** English: a sentence a code, `{name}` stands for an argument. What to do next follows in a `.hint` where there is something to do. */
export const en = {
  ...wire,
  ...notebook,
  ...session,
  ...server,
  ...engine,
  ...report,
  ...cli,
  ...cells,
  ...data,
  ...document,
  ...grid,
  ...importing,
  ...kernels,
  ...language,
  ...output,
} as const;
