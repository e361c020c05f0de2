import type { RunRecord } from "../../protocol/messages.ts";
import { renderReport } from "./render-report.ts";
import type { ReportOptions } from "./render-report.ts";
import { reportScript } from "./script.ts";

/**
 * One HTML file of a run, which opens offline. `static`: without the script that makes charts answer to the pointer,
 * tens of kilobytes instead of 0.6 MB.
 */
export async function makeReport(
  record: RunRecord,
  options: Omit<ReportOptions, "script"> & { static?: boolean } = {},
): Promise<string> {
  return renderReport(record, options.static ? options : { ...options, script: await reportScript() });
}
