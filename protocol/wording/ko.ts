import { editor } from "./ko-editor.ts";
import { session } from "./ko/session.ts";
import { server } from "./ko/server.ts";
import { start } from "./ko/start.ts";
import { engine } from "./ko/engine.ts";
import { report } from "./ko/report.ts";
import { cli } from "./ko/cli.ts";
import { grid } from "./ko/grid.ts";
import { importing } from "./ko/import.ts";
import { settings } from "./ko/settings.ts";
import { spark } from "./ko/spark.ts";
import { storage } from "./ko/storage.ts";
import { python } from "./ko/python.ts";
import { scala } from "./ko/scala.ts";
import { cluster } from "./ko/cluster.ts";
import { media } from "./ko/media.ts";
import { workers } from "./ko/workers.ts";
import { output } from "./ko/output.ts";

/** Korean: a sentence a code, `{name}` stands for an argument. What to do next follows in a `.hint` where there is something to do. */
export const ko = {
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
