import { BetweenError } from "../../../protocol/errors.ts";
import { fetchDetails } from "./details.ts";
import { engineError } from "./failure.ts";
import { columnsOf } from "./columns-of.ts";
import { SparkConnectService } from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";
import { sqlRelation } from "./plan.ts";
import { readStatus } from "./status.ts";

/** Spark's version as the server says it: `4.2.0`. The first call of a session, which so reaches the server, in `retries` more tries, or tells why not. */
export async function sparkVersion(link: Link, signal: AbortSignal, retries?: number): Promise<string> {
  try {
    const { result, serverSideSessionId } = await link.call(
      SparkConnectService.method.analyzePlan,
      { ...link.ids(), analyze: { case: "sparkVersion", value: {} } },
      signal,
      retries,
    );
    link.observe(serverSideSessionId);
    return result.case === "sparkVersion" ? result.value.version : "";
  } catch (thrown) {
    if (thrown instanceof BetweenError) throw thrown;
    if (signal.aborted) throw new BetweenError("engine.interrupted", {}, { cause: thrown });
    throw engineError(await fetchDetails(link, readStatus(thrown)), undefined, thrown);
  }
}

/** Whether the server's parser keeps a statement's named arguments. */
export async function bindsParameters(link: Link, signal: AbortSignal): Promise<boolean> {
  try {
    await columnsOf(link, sqlRelation("select :a as a", [{ name: "a", type: "boolean", value: "true" }]), signal);
    return true;
  } catch (thrown) {
    if (signal.aborted) throw new BetweenError("engine.interrupted", {}, { cause: thrown });
    return !/UNBOUND_SQL_PARAMETER/.test(readStatus(thrown).message);
  }
}
