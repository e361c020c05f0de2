import { fromBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { Metadata, status } from "@grpc/grpc-js";
import { ErrorInfoSchema, RetryInfoSchema, StatusSchema } from "./gen/google/rpc/status_pb.js";

/** How a call ended, out of gRPC's status and the `google.rpc.Status` in its trailer. */
export type CallStatus = {
  code: status;
  /** Cut by the server: 2,048 characters on Spark, 2,500 bytes out of the middle on Sail. */
  message: string;
  /** The Java class of the error. */
  reason: string;
  /** Spark's own code, such as `TABLE_OR_VIEW_NOT_FOUND`. */
  errorClass?: string;
  /** Key for FetchErrorDetails. */
  errorId?: string;
  /** The server asks to come again after this time. */
  retryMs?: number;
};

export function readStatus(thrown: unknown): CallStatus {
  if (!(thrown instanceof Error)) return { code: status.UNKNOWN, message: String(thrown), reason: "" };
  const code: status = "code" in thrown && typeof thrown.code === "number" ? thrown.code : status.UNKNOWN;
  const message = "details" in thrown && typeof thrown.details === "string" ? thrown.details : thrown.message;
  const trailer = "metadata" in thrown && thrown.metadata instanceof Metadata ? thrown.metadata : undefined;
  const raw = trailer?.get("grpc-status-details-bin")[0];
  const read: CallStatus = { code, message, reason: "" };
  if (!(raw instanceof Uint8Array)) return read;

  const full = fromBinary(StatusSchema, raw);
  if (full.message !== "") read.message = full.message;
  for (const detail of full.details) {
    const info = anyUnpack(detail, ErrorInfoSchema);
    if (info) {
      read.reason = info.reason;
      const { errorClass, errorId } = info.metadata;
      if (errorClass) read.errorClass = errorClass;
      if (errorId) read.errorId = errorId;
    }
    const retry = anyUnpack(detail, RetryInfoSchema);
    if (retry?.retryDelay) {
      read.retryMs = Number(retry.retryDelay.seconds) * 1000 + Math.ceil(retry.retryDelay.nanos / 1e6);
    }
  }
  return read;
}
