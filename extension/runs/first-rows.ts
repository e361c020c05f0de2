/**
 * The first rows of an Arrow IPC stream as a stream of their own, at most `rows` and at most `bytes` long. What of its
 * values came only in part stands in the schema's metadata and stays there.
 */
export async function firstRows(
  ipc: Uint8Array,
  rows: number,
  bytes: number,
): Promise<{ rows: number; ipc: Uint8Array } | undefined> {
  const { RecordBatchReader, RecordBatchStreamWriter } = await import("apache-arrow");
  const batches = [...RecordBatchReader.from(ipc)];
  const total = batches.reduce((sum, { numRows }) => sum + numRows, 0);
  if (total <= rows && ipc.byteLength <= bytes) return { rows: total, ipc };
  const write = (most: number): Uint8Array => {
    let left = most;
    const kept = batches.flatMap((batch) => {
      const part = Math.min(left, batch.numRows);
      left -= part;
      return part === 0 ? [] : [part === batch.numRows ? batch : batch.slice(0, part)];
    });
    const [first] = batches;
    return RecordBatchStreamWriter.writeAll(kept.length > 0 || !first ? kept : [first.slice(0, 0)]).toUint8Array(true);
  };
  for (let most = Math.min(rows, total); most > 0;) {
    const cut = write(most);
    if (cut.byteLength <= bytes) return { rows: most, ipc: cut };
    most = Math.min(most - 1, Math.floor((most * bytes * 0.9) / cut.byteLength));
  }
  return undefined;
}
