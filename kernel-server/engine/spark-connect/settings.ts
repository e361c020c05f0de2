import type { MessageInitShape } from "@bufbuild/protobuf";
import { BetweenError } from "../../../protocol/errors.ts";
import type { OpenOptions } from "../engine.ts";
import { fetchDetails } from "./details.ts";
import { engineError } from "./failure.ts";
import { type ConfigRequest_OperationSchema, SparkConnectService } from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";
import { readStatus } from "./status.ts";

/** Set in each session that we open: a session without it is a new one under an old id (Spark 3.5 makes them silently). */
const MARK = "spark.between.session";

/** The first call of a session: reaches the server, finds a session to join or sets up a new one. */
export async function openSettings(link: Link, open: OpenOptions, signal: AbortSignal): Promise<void> {
  const config = (operation: MessageInitShape<typeof ConfigRequest_OperationSchema>) =>
    link.call(rpc, { ...link.ids(), operation }, signal);
  try {
    if (open.resume) {
      const { pairs } = await config({ opType: { case: "getOption", value: { keys: [MARK] } } });
      if (pairs[0]?.value !== open.session) throw new BetweenError("engine.session-gone");
    }
    const answer = await config({
      opType: {
        case: "set",
        value: {
          pairs: [
            { key: MARK, value: open.session },
            { key: "spark.sql.session.timeZone", value: open.timezone },
            // What cannot be computed is an error and not a null, as Spark 4 has it; Sail and Spark 3.5 have it off.
            { key: "spark.sql.ansi.enabled", value: "true" },
          ],
        },
      },
    });
    link.observe(answer.serverSideSessionId);
  } catch (thrown) {
    if (thrown instanceof BetweenError) throw thrown;
    if (signal.aborted) throw new BetweenError("engine.interrupted", {}, { cause: thrown });
    throw engineError(await fetchDetails(link, readStatus(thrown)), undefined, thrown);
  }
}

const rpc = SparkConnectService.method.config;
