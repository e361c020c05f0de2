import type { Told } from "./failure.ts";
import {
  type FetchErrorDetailsResponse,
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
    // The server forgets errors soon: the status says the most important already.
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
    detailed: true,
    message: chained(error.message === "" ? failure.message : error.message, answer.errors, error.causeIdx),
    ...(errorClass !== undefined && { errorClass }),
    ...(context && {
      // Spark's stop index is that of the last character.
      context: { start: context.startIndex, end: context.stopIndex + 1, fragment: context.fragment },
    }),
  };
}

const CAUSES = 3;

/** What an error says, and below it what its causes say that it does not say itself: "error while reading file" has the line in them. */
function chained(message: string, errors: FetchErrorDetailsResponse["errors"], first: number | undefined): string {
  const said = [message];
  for (let at = first, i = 0; at !== undefined && i < CAUSES; i++) {
    const cause = errors[at];
    if (cause && cause.message !== "" && !said.some((one) => one.includes(cause.message))) said.push(cause.message);
    at = cause?.causeIdx;
  }
  return said.join("\n");
}
