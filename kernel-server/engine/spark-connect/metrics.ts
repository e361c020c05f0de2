import type { EngineEvent } from "../engine.ts";
import type { ExecutePlanResponse_Metrics } from "./gen/spark/connect/base_pb.js";

/** Of Spark's plan nodes (SQLMetrics): what a scan read, what a shuffle wrote, what did not fit into memory. */
const sums = {
  files: ["numFiles"],
  bytes: ["filesSize"],
  shuffled: ["shuffleBytesWritten"],
  spilled: ["spillSize", "spillBytes"],
} as const;

/** What a query took, in one line; nothing where it read no file. */
export function metricsNote({ metrics }: ExecutePlanResponse_Metrics): EngineEvent | undefined {
  const sum = (names: readonly string[]) =>
    metrics.reduce(
      (all, { executionMetrics }) =>
        names.reduce((found, name) => found + Number(executionMetrics[name]?.value ?? 0n), all),
      0,
    );
  const files = sum(sums.files);
  if (files === 0) return undefined;
  const scans = metrics.filter(({ executionMetrics }) => executionMetrics["numFiles"] !== undefined);
  const read = scans.reduce(
    (all, { executionMetrics }) => all + Number(executionMetrics["numOutputRows"]?.value ?? 0n),
    0,
  );
  return {
    t: "note",
    code: "spark.metrics",
    args: {
      files: count(files),
      bytes: size(sum(sums.bytes)),
      read: count(read),
      shuffled: size(sum(sums.shuffled)),
      spilled: size(sum(sums.spilled)),
    },
  };
}

const count = (value: number) => value.toLocaleString("en");

function size(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"] as const;
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ""}`;
}
