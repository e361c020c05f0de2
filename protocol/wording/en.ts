import { editor } from "./en-editor.ts";
import { session } from "./en/session.ts";
import { server } from "./en/server.ts";
import { start } from "./en/start.ts";
import { engine } from "./en/engine.ts";
import { report } from "./en/report.ts";
import { cli } from "./en/cli.ts";
import { grid } from "./en/grid.ts";
import { importing } from "./en/import.ts";
import { settings } from "./en/settings.ts";
import { spark } from "./en/spark.ts";
import { storage } from "./en/storage.ts";
import { python } from "./en/python.ts";
import { scala } from "./en/scala.ts";
import { cluster } from "./en/cluster.ts";
import { media } from "./en/media.ts";
import { workers } from "./en/workers.ts";
import { output } from "./en/output.ts";

/** English: a sentence a code, `{name}` stands for an argument. What to do next follows in a `.hint` where there is something to do. */
export const en = {
  ...editor,
  ...session,
  ...server,
  ...start,
  ...engine,
  ...report,
  ...cli,
  ...grid,
  ...importing,
  ...output,
  ...workers,
  ...media,
  ...settings,
  ...spark,
  ...storage,
  ...python,
  ...scala,
  ...cluster,
} as const;
