import type { MessageInitShape } from "@bufbuild/protobuf";
import { setTimeout as sleep } from "node:timers/promises";
import { BetweenError } from "../../../protocol/errors.ts";
import type { ExecutePlanResponse, PlanSchema } from "./gen/spark/connect/base_pb.js";
import { SparkConnectService } from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";
import { heldBack } from "./held-back.ts";
import { MAX_RETRIES, TOLD_RETRIES, isOperationUnknown, isPassing, retryDelay } from "./retry.ts";
import { readStatus } from "./status.ts";

export type Operation = {
  id: string;
  plan: MessageInitShape<typeof PlanSchema>;
  /** Read on an operation that runs already, behind this response ("" = from its start). */
  after?: string;
  /** Running it twice does what running it once does, so it may be sent again when the server may have lost it. */
  repeatable: boolean;
};

const rpc = SparkConnectService.method;

/** Each response of an operation, without a word of breaks that were mended. */
export async function* execute(
  link: Link,
  operation: Operation,
  signal: AbortSignal,
): AsyncGenerator<ExecutePlanResponse> {
  for await (const response of executeTelling(link, operation, signal)) if (response !== "waiting") yield response;
}

/**
 * Runs an operation reattachably and yields each of its responses exactly once, whatever happens to the connection.
 * It ends when the server said that the operation is complete and throws when that can never be known. A consumer that
 * stops early, and a signal that fires, interrupt the operation on the engine. "waiting" comes once in each break of the
 * connection that is not mended within a second.
 */
export async function* executeTelling(
  link: Link,
  operation: Operation,
  asked: AbortSignal,
): AsyncGenerator<ExecutePlanResponse | "waiting"> {
  asked.throwIfAborted();
  const held = link.dialect.losesEarlyInterrupts ? heldBack(asked) : undefined;
  const signal = held?.signal ?? asked;
  let last = operation.after || undefined;
  let send: "execute" | "reattach" = operation.after === undefined ? "execute" : "reattach";
  let batch = last;
  let failures = 0;
  let over = false;

  const open = () =>
    send === "execute"
      ? link.channel.stream(
          rpc.executePlan,
          {
            ...link.ids(),
            operationId: operation.id,
            plan: operation.plan,
            requestOptions: [{ requestOption: { case: "reattachOptions", value: { reattachable: true } } }],
          },
          signal,
        )
      : link.channel.stream(
          rpc.reattachExecute,
          {
            ...link.ids(),
            operationId: operation.id,
            ...(last !== undefined && !link.dialect.replaysSilently && { lastResponseId: last }),
          },
          signal,
        );

  try {
    for (;;) {
      // The newest response is never released before the next one came. Where a replay does not say whether it is
      // whole, seeing that response again proves it, and what follows is new.
      let overlap = send === "reattach" && link.dialect.replaysSilently ? last : undefined;
      try {
        for await (const response of open()) {
          failures = 0;
          held?.sees(response);
          link.observe(response.serverSideSessionId);
          if (response.responseId === overlap) {
            overlap = undefined;
          } else if (response.responseType.case === "resultComplete") {
            over = true;
            if (overlap !== undefined) throw new BetweenError("engine.rows-lost");
            // The call ends by itself now; leaving it here would cancel it, and make an error that nobody reads.
          } else if (overlap === undefined) {
            const { replaysSilently } = link.dialect;
            const isBatch = response.responseType.case === "arrowBatch";
            // Who reads on later begins behind the newest batch, or at the start: what lies behind that is kept.
            const done = replaysSilently ? last : isBatch ? batch : undefined;
            if (done !== undefined) link.release(operation.id, done);
            last = response.responseId;
            if (isBatch) batch = last;
            yield response;
          }
        }
        if (over) return;
        // Ended without "complete": normal on Spark every 2 minutes, an interrupt on Sail. Reattaching tells which.
        signal.throwIfAborted();
        send = "reattach";
      } catch (thrown) {
        held?.letGo();
        if (thrown instanceof BetweenError || signal.aborted) throw thrown;
        if (over) return;
        const failure = readStatus(thrown);
        const unknown = send === "reattach" && isOperationUnknown(failure);
        if (unknown && last !== undefined)
          throw new BetweenError("engine.rows-lost", {}, { engineText: failure.message, cause: thrown });
        if (unknown && !operation.repeatable) throw new BetweenError("engine.outcome-unknown", {}, { cause: thrown });
        // Nothing came yet and it may run twice: as good as never sent.
        const wait = unknown && failures < MAX_RETRIES ? 0 : retryDelay(failure, failures, Math.random());
        if (wait === undefined) {
          over = !isPassing(failure);
          throw thrown;
        }
        send = unknown ? "execute" : "reattach";
        failures += 1;
        if (failures === TOLD_RETRIES) yield "waiting";
        await sleep(wait, undefined, { signal });
      }
    }
  } finally {
    held?.end();
    // Planning knows no interrupt on Sail: there the drop of the call, done by now, is what stops it.
    if (!over) await link.interrupt(operation.id);
    link.releaseAll(operation.id, last);
  }
}
