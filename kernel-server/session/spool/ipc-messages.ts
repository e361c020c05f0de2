import { Message } from "apache-arrow";

/** One message of an Arrow IPC stream, as a range of its bytes. */
export type IpcMessage = {
  kind: "schema" | "batch" | "dictionary";
  /** Header and body, with the length in front. */
  bytes: Uint8Array;
  bodyBytes: number;
  /** Of a batch. */
  rows: number;
  compressed: boolean;
};

/** What ends a stream: the continuation mark and a length of zero. */
export const END_OF_STREAM = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/**
 * The messages of one encapsulated IPC stream, without decoding their bodies.
 * Format: Arrow columnar format, "Encapsulated message format" (continuation mark, 32-bit length, flatbuffer, body).
 */
export function* ipcMessages(stream: Uint8Array): Generator<IpcMessage> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let at = 0;
  while (at + 8 <= stream.byteLength) {
    if (view.getInt32(at, true) !== -1) throw new RangeError("not an Arrow IPC stream");
    const headerBytes = view.getInt32(at + 4, true);
    if (headerBytes === 0) return;
    const message = Message.decode(stream.subarray(at + 8, at + 8 + headerBytes));
    const end = at + 8 + headerBytes + message.bodyLength;
    if (end > stream.byteLength) throw new RangeError("the Arrow IPC stream is cut short");
    const batch = message.isRecordBatch() ? message.header() : undefined;
    yield {
      kind: message.isSchema() ? "schema" : batch ? "batch" : "dictionary",
      bytes: stream.subarray(at, end),
      bodyBytes: message.bodyLength,
      rows: batch?.length ?? 0,
      compressed: batch?.compression != null,
    };
    at = end;
  }
}
