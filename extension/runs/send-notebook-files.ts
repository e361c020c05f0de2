import type { Client } from "../../protocol/client.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { sendFiles } from "../../protocol/local/send-files.ts";
import { travellingFiles } from "../../notebook/logs/travelling-files.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { parse } from "../../notebook/parse.ts";

/** Sends what a run on another machine needs of the notebook's folder: its sources, with one that it may get, and the Python beside it. */
export async function sendNotebookFiles(
  client: Client,
  session: SessionId,
  { text, folder, more }: { text: string; folder: string; more?: SourceSpec },
  onProgress: (sent: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { sources } = parse(text).notebook.meta;
  const paths = await travellingFiles(more ? [...sources, more] : sources, folder);
  await sendFiles(client, session, folder, paths, onProgress, signal);
}
