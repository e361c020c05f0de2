import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { setTimeout as sleep } from "node:timers/promises";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Channel } from "./channel.ts";
import type { Dialect } from "./dialect.ts";
import { InterruptRequest_InterruptType, SparkConnectService } from "./gen/spark/connect/base_pb.js";
import { retryDelay } from "./retry.ts";
import { readStatus } from "./status.ts";

/** One session of one user on one server: who we say we are in each call, and the calls that nobody waits for. */
export type Link = {
  readonly channel: Channel;
  readonly dialect: Dialect;
  ids(): Ids;
  /** Told the server's own id of the session with each response; another one than before means that ours is gone. */
  observe(serverSideSessionId: string): void;
  /** One call, tried again while the failure may pass, `retries` times at most. Only for calls that may run twice. */
  call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    signal: AbortSignal,
    retries?: number,
  ): Promise<MessageShape<O>>;
  /** Lets the server forget an operation's responses up to this one. In the background. */
  release(operation: string, until: string): void;
  /** Lets the server forget an ended operation. In the background. */
  releaseAll(operation: string, last: string | undefined): void;
  /** Returns when the engine has answered, or has not for a while. */
  interrupt(operation: string): Promise<void>;
  /** The same of all that runs in the session, whoever began it. */
  interruptAll(): Promise<void>;
  /** All background calls have ended. */
  settled(): Promise<void>;
};

type Ids = {
  sessionId: string;
  userContext: { userId: string; userName: string };
  clientType: string;
  clientObservedServerSideSessionId?: string;
};

/** A server that does not answer an interrupt or a release must not hold up anybody. */
const QUIET_MS = 5_000;
const rpc = SparkConnectService.method;

export function makeLink(channel: Channel, dialect: Dialect, session: string, user: string): Link {
  let observed: string | undefined;
  const background = new Set<Promise<void>>();
  /** By operation: a release in flight, and the newest response that became due meanwhile. */
  const releasing = new Map<string, { next?: string }>();

  const ids = (): Ids => ({
    sessionId: session,
    userContext: { userId: user, userName: user },
    clientType: "between-notebooks",
    ...(observed !== undefined && { clientObservedServerSideSessionId: observed }),
  });

  /** Its failure changes nothing for us: what was not released the server drops with the session. */
  const quietly = <I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
  ) =>
    channel.unary(method, request, AbortSignal.timeout(QUIET_MS)).then(
      () => undefined,
      () => undefined,
    );
  const inBackground = (work: Promise<void>) => {
    background.add(work);
    void work.then(() => background.delete(work));
  };

  return {
    channel,
    dialect,
    ids,
    observe(id) {
      if (id === "") return;
      if (observed !== undefined && observed !== id) throw new BetweenError("engine.session-gone");
      observed = id;
    },

    async call(method, request, signal, retries) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await channel.unary(method, request, signal);
        } catch (thrown) {
          const wait = signal.aborted ? undefined : retryDelay(readStatus(thrown), attempt, Math.random(), retries);
          if (wait === undefined) throw thrown;
          await sleep(wait, undefined, { signal });
        }
      }
    },

    release(operation, until) {
      const running = releasing.get(operation);
      if (running) {
        running.next = until;
        return;
      }
      const mine: { next?: string } = { next: until };
      releasing.set(operation, mine);
      inBackground(
        (async () => {
          while (mine.next !== undefined) {
            const responseId = mine.next;
            delete mine.next;
            await quietly(rpc.releaseExecute, {
              ...ids(),
              operationId: operation,
              release: { case: "releaseUntil", value: { responseId } },
            });
          }
          releasing.delete(operation);
        })(),
      );
    },

    releaseAll(operation, last) {
      const running = releasing.get(operation);
      if (running) delete running.next;
      inBackground(
        (async () => {
          // Sail ignores release_all and would hold up to 128 batches for good.
          if (last !== undefined && dialect.replaysSilently) {
            await quietly(rpc.releaseExecute, {
              ...ids(),
              operationId: operation,
              release: { case: "releaseUntil", value: { responseId: last } },
            });
          }
          await quietly(rpc.releaseExecute, {
            ...ids(),
            operationId: operation,
            release: { case: "releaseAll", value: {} },
          });
        })(),
      );
    },

    interrupt: (operation) =>
      quietly(rpc.interrupt, {
        ...ids(),
        interruptType: InterruptRequest_InterruptType.OPERATION_ID,
        interrupt: { case: "operationId", value: operation },
      }),

    interruptAll: () => quietly(rpc.interrupt, { ...ids(), interruptType: InterruptRequest_InterruptType.ALL }),

    async settled() {
      await Promise.all(background);
    },
  };
}
