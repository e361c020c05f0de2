import type { Told } from "./failure.ts";
import {
  FetchErrorDetailsResponse_QueryContext_ContextType as ContextType,
  SparkConnectService,
} from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";
import type { CallStatus } from "./status.ts";

/** The full text, the class and the place of an error, from the server while it still knows them; else the status alone. */
export async function fetchDetails(link: Link, failure: CallStatus): Promise<Told> {
  if (!link.dialect.errorDetails || failure.errorId === undefined) return failure;
  let answer;
  try {
    answer = await link.channel.unary(
      SparkConnectService.method.fetchErrorDetails,
      { ...link.ids(), errorId: failure.errorId },
      AbortSignal.timeout(5_000),
    );
  } catch {
    // Spark 3.5 has no such call, and the server forgets errors soon: the status says the most important already.
    return failure;
  }
  const error = answer.errors[answer.rootErrorIdx ?? 0];
  if (!error) return failure;
  const context = error.sparkThrowable?.queryContexts.find(
    (each) => each.contextType === ContextType.SQL && each.objectType === "",
  );
  const errorClass = error.sparkThrowable?.errorClass ?? failure.errorClass;
  return {
    ...failure,
    message: error.message === "" ? failure.message : error.message,
    ...(errorClass !== undefined && { errorClass }),
    ...(context && {
      // Spark's stop index is that of the last character.
      context: { start: context.startIndex, end: context.stopIndex + 1, fragment: context.fragment },
    }),
  };
}
