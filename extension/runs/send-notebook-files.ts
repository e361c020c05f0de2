import type { Client } from "../../protocol/client.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { sendFiles } from "../../protocol/local/send-files.ts";
import { travellingFiles } from "../../notebook/logs/travelling-files.ts";
import { parse } from "../../notebook/parse.ts";

/** Sends what a run on another machine needs of the notebook's folder: its sources and the Python beside it. */
export async function sendNotebookFiles(
  client: Client,
  session: SessionId,
  { text, folder }: { text: string; folder: string },
  onProgress: (sent: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const paths = await travellingFiles(parse(text).notebook.meta.sources, folder);
  await sendFiles(client, session, folder, paths, onProgress, signal);
}
