import type { Field } from "../../../protocol/messages.ts";
import { SparkConnectService } from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";
import { type RelationPlan, root } from "./plan.ts";
import { fieldsOf } from "./type-name.ts";

/** The columns of a relation, which does not run for it. Throws what gRPC throws. */
export async function columnsOf(link: Link, relation: RelationPlan, signal: AbortSignal): Promise<Field[]> {
  const { result } = await link.call(
    SparkConnectService.method.analyzePlan,
    { ...link.ids(), analyze: { case: "schema", value: { plan: root(relation) } } },
    signal,
  );
  return result.case === "schema" ? fieldsOf(result.value.schema) : [];
}
