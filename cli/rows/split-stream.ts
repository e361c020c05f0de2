import { BetweenError } from "../../protocol/errors.ts";

// Arrow's encapsulated message: 0xFFFFFFFF, the metadata's length, a flatbuffer `Message`, then its body
// (https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format). Header types are those of Message.fbs.
const CONTINUATION = 0xffffffff;
const SCHEMA = 1;
const RECORD_BATCH = 3;
const END_OF_STREAM = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/**
 * Cuts Arrow IPC, as it arrives, into small whole streams of one record batch each, so that a result of any length is
 * read with the memory of a batch. Several streams behind each other are taken as one. A result without batches gives
 * one stream that holds its schema.
 */
export async function* splitStream(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  /** The schema, and dictionaries where there are any: what every batch needs before it. */
  let opening: Uint8Array[] = [];
  let batches = 0;
  for await (const message of messages(chunks)) {
    if (message.header === RECORD_BATCH) {
      batches++;
      yield Buffer.concat([...opening, message.bytes, END_OF_STREAM]);
    } else if (message.header === SCHEMA) opening = [message.bytes];
    else opening.push(message.bytes);
  }
  if (batches === 0 && opening.length > 0) yield Buffer.concat([...opening, END_OF_STREAM]);
}

async function* messages(chunks: AsyncIterable<Uint8Array>): AsyncIterable<{ header: number; bytes: Uint8Array }> {
  let held = Buffer.alloc(0);
  let incoming: Uint8Array[] = [];
  let size = 0;
  /** Bytes that the message at the front takes, as far as it is known. */
  let needed = 8;
  for await (const chunk of chunks) {
    incoming.push(chunk);
    size += chunk.length;
    while (size >= needed) {
      if (incoming.length > 0) held = Buffer.concat([held, ...incoming]);
      incoming = [];
      const front = readFront(held);
      needed = front.length;
      if (size < needed) break;
      if (!front.whole) continue;
      if (front.header !== undefined) yield { header: front.header, bytes: held.subarray(0, needed) };
      held = held.subarray(needed);
      size -= needed;
      needed = 8;
    }
  }
  if (size > 0) throw new BetweenError("cli.rows-cut-short", {});
}

/** What the bytes at the front say: the length of a whole message (no header: the end of a stream), or how much to wait for. */
function readFront(bytes: Buffer): { length: number; whole: boolean; header?: number } {
  if (bytes.readUInt32LE(0) !== CONTINUATION) throw new BetweenError("cli.rows-not-arrow", {});
  const metadata = bytes.readInt32LE(4);
  if (metadata === 0) return { length: 8, whole: true };
  if (metadata < 0) throw new BetweenError("cli.rows-not-arrow", {});
  if (bytes.length < 8 + metadata) return { length: 8 + metadata, whole: false };
  const { header, body } = readMessage(bytes.subarray(8, 8 + metadata));
  return { length: 8 + metadata + body, whole: true, header };
}

/** Two fields of the flatbuffer `Message {version, header_type, header, bodyLength}`. */
function readMessage(flat: Buffer): { header: number; body: number } {
  const table = flat.readUInt32LE(0);
  const vtable = table - flat.readInt32LE(table);
  const at = (field: number) => {
    const slot = 4 + 2 * field;
    const offset = slot < flat.readUInt16LE(vtable) ? flat.readUInt16LE(vtable + slot) : 0;
    return offset === 0 ? undefined : table + offset;
  };
  const header = at(1);
  const body = at(3);
  return {
    header: header === undefined ? 0 : flat.readUInt8(header),
    body: body === undefined ? 0 : Number(flat.readBigInt64LE(body)),
  };
}
