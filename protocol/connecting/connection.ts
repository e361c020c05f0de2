import type { Channel } from "../channel.ts";
import { decodeBody, decodeToClient, encodeMessage } from "../codec.ts";
import type { Refused } from "../codec.ts";
import { BetweenError } from "../errors.ts";
import { watchSilence } from "../heartbeat.ts";
import type { Times } from "../limits.ts";
import { closeCodes } from "../messages.ts";
import type { ToClient, ToServer } from "../messages.ts";
import { closeMeaning } from "./close-meaning.ts";

export type Hello = Extract<ToClient, { t: "hello" }>;
type Chunk = { t: "chunk"; body: number; bytes: Uint8Array };
/** What a server tells after its hello. Pongs only prove that it lives. */
export type Told = Exclude<ToClient, { t: "hello" } | { t: "pong" }> | Refused | Chunk;

/** One channel between its hello and its end. */
export type Connection = {
  hello: Hello;
  send(message: ToServer): void;
  close(code: number, reason: string): void;
  /** What the end of the channel means. */
  ended: Promise<{ again: boolean; error: BetweenError }>;
};

/**
 * Says hello and waits for the server's. From then on `listen` gets everything in order, in the very turn in which it
 * arrives. Throws what the close meant, or `wire.not-between` when no hello comes.
 */
export async function openConnection(
  channel: Channel,
  greeting: Extract<ToServer, { t: "hello" }>,
  times: Times,
  listen: (told: Told, connection: Connection) => void,
): Promise<Connection> {
  const silence = watchSilence(times.silent, () => channel.close(closeCodes.silent, "the server was silent"));
  const send = (message: ToServer) => channel.send(encodeMessage(message));
  const ping = setInterval(() => send({ t: "ping", at: Date.now() }), times.ping);
  const ended = new Promise<{ again: boolean; error: BetweenError }>((resolve) => {
    channel.onClose((code, reason) => {
      silence.stop();
      clearInterval(ping);
      resolve(closeMeaning(code, reason));
    });
  });

  return await new Promise<Connection>((resolve, reject) => {
    const notBetween = (reason: string) => {
      reject(new BetweenError("wire.not-between", { reason }));
      channel.close(closeCodes.badMessage, reason);
    };
    const late = setTimeout(() => notBetween("no hello came"), times.hello);
    void ended.then(({ error }) => {
      clearTimeout(late);
      reject(error);
    });
    let connection: Connection | undefined;
    channel.onFrame((frame) => {
      silence.heard();
      const told = typeof frame === "string" ? decodeToClient(frame) : decodeBody(frame);
      if (told.t === "hello") {
        clearTimeout(late);
        connection ??= { hello: told, send, close: (code, reason) => channel.close(code, reason), ended };
        resolve(connection);
      } else if (!connection) notBetween("another message came before hello");
      else if (told.t !== "pong") listen(told, connection);
    });
    send(greeting);
  });
}
