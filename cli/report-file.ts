import type { Client } from "../protocol/client.ts";
import { runRecord, type RunRecord } from "../protocol/messages.ts";
import type { RunId } from "../protocol/ids.ts";
import { readBody } from "../protocol/read-rows.ts";
import { writeWhole } from "./write-whole.ts";

/** The stored record of an ended run. Throws `run.not-ended` and what the server says of unknown runs. */
export async function readRecord(client: Client, run: RunId, signal?: AbortSignal): Promise<RunRecord> {
  const { body } = await client.ask({ t: "record", run }, signal);
  return runRecord.parse(JSON.parse(new TextDecoder().decode(await readBody(client, body, signal))));
}

/** Draws a run's report from its record into one HTML file. Needs no engine. */
export async function writeReport(record: RunRecord, file: string): Promise<void> {
  // Loaded only here: what draws charts is most of the program, and no other verb needs it.
  const { makeReport } = await import("../renderers/report/make-report.ts");
  const html = await makeReport(record, {});
  await writeWhole(file, async (sink) => {
    await sink.write(html);
    return true;
  });
}
