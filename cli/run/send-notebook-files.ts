import type { Client } from "../../protocol/client.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { sendFiles } from "../../protocol/local/send-files.ts";
import { travellingFiles } from "../../notebook/logs/travelling-files.ts";
import { parse } from "../../notebook/parse.ts";
import { tell, type Context } from "../context.ts";
import { bytes } from "../show/amounts.ts";

/** How often progress is told, in milliseconds. */
const TELL_MS = 1_000;

/** Sends what a run on another machine needs of the notebook's folder, and says so while it takes its time. */
export async function sendNotebookFiles(
  client: Client,
  session: SessionId,
  { text, folder }: { text: string; folder: string },
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  const paths = await travellingFiles(parse(text).notebook.meta.sources, folder);
  let told = 0;
  const onProgress = (sent: number, total: number) => {
    if (sent < total && performance.now() - told < TELL_MS) return;
    told = performance.now();
    void tell(context, "storage.sending", { sent: bytes(sent), total: bytes(total) });
  };
  await sendFiles(client, session, folder, paths, onProgress, signal);
}
