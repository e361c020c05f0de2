import type { RawData, WebSocket } from "ws";
import { abnormal, Ending, FrameListener } from "./channel-ends.ts";
import type { Channel } from "./channel.ts";

/** How long a peer may take to answer our close frame before its socket is destroyed. */
const CLOSE_MS = 1000;
/** A close frame holds 125 bytes, two of them the code (RFC 6455, 5.5). */
const REASON_BYTES = 123;

/** A channel over an open WebSocket of the package `ws`, which sets TCP_NODELAY itself. */
export function wsChannel(socket: WebSocket): Channel {
  const frames = new FrameListener();
  const ending = new Ending();
  let draining: { below: number; resolve: () => void }[] = [];
  let failure = "";

  const settle = () => {
    if (draining.length === 0) return;
    const isReady = (below: number) => ending.over || socket.bufferedAmount < below;
    const ready = draining.filter(({ below }) => isReady(below));
    draining = draining.filter(({ below }) => !isReady(below));
    for (const { resolve } of ready) resolve();
  };
  const end = (code: number, reason: string) => {
    ending.end(code, reason);
    settle();
  };

  socket.on("message", (data, isBinary) => {
    if (ending.over) return;
    const bytes = toBuffer(data);
    frames.take(isBinary ? bytes : bytes.toString("utf8"));
  });
  socket.on("error", (error) => (failure = error.message)); // `close` follows.
  socket.on("close", (code, reason) => end(code, reason.toString("utf8") || failure));
  if (socket.readyState > socket.OPEN) end(abnormal, "");

  return {
    send(frame) {
      if (!ending.over && socket.readyState === socket.OPEN) socket.send(frame, settle);
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    async drained(bytes) {
      if (ending.over || socket.bufferedAmount < bytes) return;
      await new Promise<void>((resolve) => draining.push({ below: bytes, resolve }));
    },
    close(code, reason) {
      if (ending.over) return;
      socket.close(code, shorten(reason));
      setTimeout(() => socket.terminate(), CLOSE_MS).unref();
      end(code, reason);
    },
    onFrame: (listener) => frames.listen(listener),
    onClose: (listener) => ending.listen(listener),
  };
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.concat(data);
}

/** Cuts between characters: the decoder leaves out one that is not whole. */
function shorten(reason: string): string {
  const bytes = new TextEncoder().encode(reason);
  if (bytes.length <= REASON_BYTES) return reason;
  return new TextDecoder().decode(bytes.subarray(0, REASON_BYTES), { stream: true });
}
