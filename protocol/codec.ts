import type { z } from "zod";
import { BetweenError } from "./errors.ts";
import { JSON_DEPTH, MESSAGE_BYTES, REPLY_BYTES } from "./limits.ts";
import { ask, CHUNK_BYTES, logPlace, runEvent, toClient, toServer } from "./messages.ts";
import type { LogPlace, ToClient, ToServer } from "./messages.ts";

/**
 * A text that is no message. What could be read of it says who waits: the `ask` that it asked or answers, or the place of
 * an event that a newer server told. The error is `wire.unknown-kind`, `wire.bad-message` or `wire.too-large`.
 */
export type Refused = { t: "refused"; error: BetweenError; ask?: number; event?: LogPlace };

/** One message as one JSON text. */
export const encodeMessage = (message: ToServer | ToClient): string => JSON.stringify(message);

/** Reads a client's message. Unknown fields are dropped. */
export const decodeToServer = (text: string): ToServer | Refused => decode(text, toServer, MESSAGE_BYTES);

/** Reads a server's message. Unknown fields are dropped. */
export const decodeToClient = (text: string): ToClient | Refused => decode(text, toClient, REPLY_BYTES);

const kindsOf = (union: { options: readonly { shape: { t: { value: string } } }[] }) =>
  new Set(union.options.map((option) => option.shape.t.value));
const messageKinds = new Set([...kindsOf(toServer), ...kindsOf(toClient)]);
const askKinds = kindsOf(ask);
const eventKinds = kindsOf(runEvent);

function decode<T>(text: string, schema: z.ZodType<T>, limit: number): T | Refused {
  // UTF-16 units are never more than UTF-8 bytes; the socket counts the bytes themselves.
  if (text.length > limit) return refused(new BetweenError("wire.too-large", { bytes: text.length, limit }));
  if (isDeeper(text, JSON_DEPTH)) return refused(bad(`nested deeper than ${JSON_DEPTH}`));
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused(bad("not JSON")); // The parser's own text quotes the input, which may be a secret.
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const reason = issue ? `${issue.path.join(".") || "message"}: ${issue.message}` : "malformed";
  return { ...refused(unknownKind(raw) ?? bad(reason)), ...whoWaits(raw) };
}

const refused = (error: BetweenError): Refused => ({ t: "refused", error });
const bad = (reason: string) => new BetweenError("wire.bad-message", { reason: reason.slice(0, 200) });

/** A kind that we do not know, at the level where it stands; `undefined` when all kinds are known (then the rest is malformed). */
function unknownKind(raw: unknown): BetweenError | undefined {
  const levels = [
    { value: raw, kinds: messageKinds },
    { value: field(raw, "ask"), kinds: askKinds },
    { value: field(raw, "event"), kinds: eventKinds },
  ];
  for (const { value, kinds } of levels) {
    const kind = field(value, "t");
    if (typeof kind === "string" && !kinds.has(kind))
      return new BetweenError("wire.unknown-kind", { kind: kind.slice(0, 64) });
  }
  return undefined;
}

function whoWaits(raw: unknown): { ask?: number; event?: LogPlace } {
  const id = field(raw, "id");
  if (typeof id === "number" && Number.isSafeInteger(id) && id >= 0) return { ask: id };
  if (field(raw, "t") !== "event") return {};
  const place = logPlace.safeParse(raw);
  return place.success ? { event: place.data } : {};
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** Counts brackets outside strings in one pass, without recursion and before anything is built. */
function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === 0x5c /* \ */) at++;
      else if (unit === 0x22 /* " */) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x5b /* [ */ || unit === 0x7b /* { */) {
      if (++depth > limit) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth--;
  }
  return false;
}

const FRAME_VERSION = 1;
const HEADER_BYTES = 8;

/** A binary frame: version u8, flags u8 (0), reserved u16 (0), body id u32 big-endian, then at most 256 KiB of bytes. */
export function encodeBody(body: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length > CHUNK_BYTES) throw new BetweenError("wire.too-large", { bytes: bytes.length, limit: CHUNK_BYTES });
  const frame = new Uint8Array(HEADER_BYTES + bytes.length);
  frame[0] = FRAME_VERSION;
  new DataView(frame.buffer).setUint32(4, body);
  frame.set(bytes, HEADER_BYTES);
  return frame;
}

/** Reads a binary frame; the bytes are a window of it, not a copy. Flags and the reserved field are for later versions. */
export function decodeBody(frame: Uint8Array): { t: "chunk"; body: number; bytes: Uint8Array } | Refused {
  if (frame.length < HEADER_BYTES || frame[0] !== FRAME_VERSION) return refused(bad("not a body frame"));
  if (frame.length > HEADER_BYTES + CHUNK_BYTES)
    return refused(new BetweenError("wire.too-large", { bytes: frame.length, limit: HEADER_BYTES + CHUNK_BYTES }));
  const body = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES).getUint32(4);
  return { t: "chunk", body, bytes: frame.subarray(HEADER_BYTES) };
}
