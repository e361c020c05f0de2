import type {
  DescMessage,
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Client, credentials } from "@grpc/grpc-js";
import type { Address } from "./address.ts";
import { PlainMetadata } from "./plain-metadata.ts";

/** Calls to one Spark Connect server. Errors are grpc-js's own; `readStatus` reads them. */
export type Channel = {
  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    signal?: AbortSignal,
  ): Promise<MessageShape<O>>;
  /** Cancels the call when the consumer stops or the signal fires; its pace is the back-pressure. */
  stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    signal: AbortSignal,
  ): AsyncIterable<MessageShape<O>>;
  /** Whether the far side speaks within this time. One that drops what is sent to it, or says nothing, never refuses. */
  answers(withinMs: number): Promise<boolean>;
  close(): void;
};

/** grpc-java servers answer pings closer than 5 minutes with GOAWAY "too_many_pings". */
const KEEPALIVE_MS = 6 * 60_000;

export function openChannel(address: Address): Channel {
  const client = new Client(
    `${address.host}:${address.port}`,
    address.tls ? credentials.createSsl() : credentials.createInsecure(),
    {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
      "grpc.keepalive_time_ms": KEEPALIVE_MS,
      // Retries are ours: a second ExecutePlan is only sent where nothing can run twice.
      "grpc.enable_retries": 0,
      "grpc.max_reconnect_backoff_ms": 5_000,
      // A proxy of the environment is for the internet, not for an engine.
      "grpc.enable_http_proxy": 0,
    },
  );
  const metadata = () => {
    const made = new PlainMetadata();
    for (const [key, value] of Object.entries(address.headers)) made.set(key, value);
    if (address.token !== undefined) made.set("authorization", `Bearer ${address.token}`);
    return made;
  };

  return {
    unary: (method, request, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const call = client.makeUnaryRequest(
          path(method),
          encode(method.input),
          decode(method.output),
          create(method.input, request),
          metadata(),
          (error, value) => {
            signal?.removeEventListener("abort", cancel);
            if (error) reject(error);
            else if (value === undefined) reject(new Error("an answer without a body"));
            else resolve(value);
          },
        );
        const cancel = () => call.cancel();
        signal?.addEventListener("abort", cancel, { once: true });
      }),

    async *stream(method, request, signal) {
      signal.throwIfAborted();
      const call = client.makeServerStreamRequest(
        path(method),
        encode(method.input),
        decode(method.output),
        create(method.input, request),
        metadata(),
      );
      const cancel = () => call.cancel();
      signal.addEventListener("abort", cancel, { once: true });
      let whole = false;
      try {
        yield* call;
        whole = true;
      } finally {
        signal.removeEventListener("abort", cancel);
        if (!whole) {
          // Destroying the stream makes grpc-js report the cancel as one more "error", which has no reader left.
          call.on("error", () => undefined);
          call.cancel();
        }
      }
    },

    answers: (withinMs) =>
      new Promise((resolve) => {
        client.waitForReady(Date.now() + withinMs, (late) => resolve(late === undefined));
      }),

    close: () => client.close(),
  };
}

const path = (method: { parent: { typeName: string }; name: string }) => `/${method.parent.typeName}/${method.name}`;
const encode =
  <D extends DescMessage>(desc: D) =>
  (message: MessageShape<D>) =>
    Buffer.from(toBinary(desc, message));
const decode =
  <D extends DescMessage>(desc: D) =>
  (bytes: Buffer): MessageShape<D> =>
    fromBinary(desc, bytes);
