import type { Work } from "../engine/engine.ts";
import { statementKind } from "../session/analysis/statement-kind.ts";

/**
 * Whether a piece of work computes on the cluster's workers. The driver alone answers questions, fixes queries under a
 * name and lists files; to find a source's columns takes a job, unless its schema tells them.
 */
export function needsWorkers(work: Work): boolean {
  switch (work.do) {
    case "read":
    case "write":
      return true;
    case "statement": {
      const kind = statementKind(work.text);
      return kind.is === "command" && !/^\s*(use|drop)\s/i.test(work.text);
    }
    case "view": {
      const { relation } = work;
      if (relation.of === "parquet") return true;
      if (relation.of !== "source") return false;
      const { format, schema } = relation.source;
      return format === "delta" || format === "parquet" || (schema === undefined && format !== "text");
    }
  }
}
