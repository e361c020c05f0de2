import { cells } from "./ko/cells.ts";
import { data } from "./ko/data.ts";
import { document } from "./ko/document.ts";
import { grid } from "./ko/grid.ts";
import { importing } from "./ko/import.ts";
import { kernels } from "./ko/kernels.ts";
import { language } from "./ko/language.ts";
import { output } from "./ko/output.ts";
import { cli } from "./ko/cli.ts";
import { engine } from "./ko/engine.ts";
import { notebook } from "./ko/notebook.ts";
import { report } from "./ko/report.ts";
import { server } from "./ko/server.ts";
import { session } from "./ko/session.ts";
import { wire } from "./ko/wire.ts";

/** Korean: a sentence a code, `{name}` stands for an argument. What to do next follows in a `.hint` where there is something to do. */
export const ko = {
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
