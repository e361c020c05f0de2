import { editor } from "./ko-editor.ts";
import { session } from "./ko/session.ts";
import { server } from "./ko/server.ts";
import { engine } from "./ko/engine.ts";
import { report } from "./ko/report.ts";
import { cli } from "./ko/cli.ts";
import { grid } from "./ko/grid.ts";
import { importing } from "./ko/import.ts";
import { output } from "./ko/output.ts";

/** Korean: a sentence a code, `{name}` stands for an argument. What to do next follows in a `.hint` where there is something to do. */
export const ko = {
  ...editor,
  ...session,
  ...server,
  ...engine,
  ...report,
  ...cli,
  ...grid,
  ...importing,
  ...output,
} as const;
