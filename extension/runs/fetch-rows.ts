import type { Client } from "../../protocol/client.ts";
import { SHRUNK_ROWS } from "../../protocol/cell-output.ts";
import type { CellOutput, ShownResult } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { ResultView, RunRecord } from "../../protocol/messages.ts";
import { readBody, readRows } from "../../protocol/read-rows.ts";
import { firstRows } from "./first-rows.ts";
import { jsonBytes, MOST, roomForRows, shareRoom, withText } from "./output-budget.ts";
import type { Size } from "./output-budget.ts";
import type { FirstRows } from "./output-of.ts";

/** `room`: of base64. `expired`: the server has the rows no more; what the run's record keeps of them comes instead. */
export type Fetched = { page?: FirstRows; expired: boolean };

/** Base64 carries three bytes in four. */
const rawOf = (room: number): number => Math.floor(room / 4) * 3;
const page = ({ rows, ipc }: { rows: number; ipc: Uint8Array }): FirstRows => ({
  rows,
  arrow: Buffer.from(ipc.buffer, ipc.byteOffset, ipc.byteLength).toString("base64"),
});

/** The first rows of a result, as many as there are and as fit. */
export async function fetchFirstRows(
  client: Client,
  run: RunId,
  result: Pick<ResultView, "result" | "rows" | "bytes">,
  room: number,
  signal: AbortSignal,
): Promise<Fetched> {
  const raw = rawOf(room);
  if (result.rows === 0) return { expired: false };
  // Rows come as whole batches of up to 256 KiB; asking for what fits by the average keeps the rest off the line.
  const fitting = result.bytes <= raw ? result.rows : Math.floor((result.rows * raw) / result.bytes);
  try {
    const ask = { run, result: result.result, from: 0, rows: Math.max(1, fitting) };
    const { ipc } = await readRows(client, ask, signal);
    const first = await firstRows(ipc, Infinity, raw);
    return { expired: false, ...(first && { page: page(first) }) };
  } catch (thrown) {
    if (BetweenError.from(thrown).code !== "result.expired") throw thrown;
    return { expired: true, ...(await fromRecord(client, run, result.result, raw, signal)) };
  }
}

async function fromRecord(
  client: Client,
  run: RunId,
  result: number,
  raw: number,
  signal: AbortSignal,
): Promise<{ page?: FirstRows }> {
  const { body } = await client.ask({ t: "record", run }, signal);
  const text = new TextDecoder().decode(await readBody(client, body, signal));
  // SAFETY: the server writes records in this shape and checks them when it reads them.
  const { tables } = JSON.parse(text) as RunRecord;
  const table = tables.find((each) => each.result === result);
  const first = table && (await firstRows(Buffer.from(table.arrow, "base64"), Infinity, raw));
  return first ? { page: page(first) } : {};
}

/** The output at no more than its size allows: text is cut, then rows, shared fairly among its results. */
export async function fitOutput(output: CellOutput, size: Size): Promise<CellOutput> {
  if (size === "whole" && jsonBytes(output) <= MOST.whole) return output;
  const cut = withText(output, size);
  const room = roomForRows(cut, size);
  const shares = shareRoom(
    cut.results.map(({ page: held }) => held?.arrow.length ?? 0),
    room,
  );
  const rows = size === "whole" ? Infinity : SHRUNK_ROWS;
  const results = await Promise.all(cut.results.map((result, i) => cutPage(result, rows, shares[i] ?? 0)));
  return { ...cut, results };
}

async function cutPage(result: ShownResult, rows: number, room: number): Promise<ShownResult> {
  const { page: held, ...rest } = result;
  if (!held || (held.rows <= rows && held.arrow.length <= room)) return result;
  const first = await firstRows(Buffer.from(held.arrow, "base64"), rows, rawOf(room));
  return { ...rest, ...(first && { page: page(first) }) };
}
