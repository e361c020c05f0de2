/** A two-way line of messages: text frames and binary frames, in order, each whole. A WebSocket, or a linked pair in memory. */
export interface Channel {
  send(frame: string | Uint8Array): void;
  /** Bytes given to `send` that have not left yet. */
  readonly buffered: number;
  /** Resolves when `buffered` is below `bytes`, or the channel is closed. */
  drained(bytes: number): Promise<void>;
  close(code: number, reason: string): void;
  onFrame(listener: (frame: string | Uint8Array) => void): void;
  /** Called exactly once, also when the channel is closed already. */
  onClose(listener: (code: number, reason: string) => void): void;
}
