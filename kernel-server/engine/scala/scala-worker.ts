import { BetweenError, type Place } from "../../../protocol/errors.ts";
import type { Worker, WorkerEvent } from "../worker.ts";
import { betweenSource } from "./between-source.ts";
import type { Jvm } from "./jvm.ts";
import type { Finding, FromWorker } from "./messages.ts";

/** A running JVM as a worker. `graceMs`: how long an interrupted cell may go on before its process is ended. */
export function scalaWorker(jvm: Jvm, graceMs: number): Worker {
  return {
    ended: jvm.ended,
    memory: jvm.memory,
    close: jvm.close,
    async *run({ code, label, params }, signal) {
      if (signal.aborted) throw new BetweenError("engine.interrupted");
      let grace: NodeJS.Timeout | undefined;
      const interrupt = () => {
        jvm.send({ t: "interrupt" });
        grace ??= setTimeout(() => jvm.kill(new BetweenError("scala.not-stopping")), graceMs);
      };
      jvm.send({ t: "run", code, label, between: betweenSource(params) });
      signal.addEventListener("abort", interrupt, { once: true });
      let runs = true;
      try {
        for (;;) {
          const message = await jvm.next();
          const step = message ? stepOf(message, code) : await deathOf(jvm);
          if (!(step instanceof BetweenError) && step.t !== "done") {
            yield step;
            continue;
          }
          runs = false;
          if (signal.aborted) throw new BetweenError("engine.interrupted");
          if (step instanceof BetweenError) throw step;
          return;
        }
      } finally {
        signal.removeEventListener("abort", interrupt);
        // Whoever does not want the rest does not want the cell to run on.
        if (runs) {
          interrupt();
          while (runs) {
            const message = await jvm.next();
            if (!message || isEnd(stepOf(message, code))) runs = false;
          }
        }
        clearTimeout(grace);
      }
    },
  };
}

type Step = WorkerEvent | { t: "done" } | BetweenError;

const isEnd = (step: Step) => step instanceof BetweenError || step.t === "done";

const deathOf = async (jvm: Jvm) => (await jvm.ended) ?? new BetweenError("engine.interrupted");

function stepOf(message: FromWorker, code: string): Step {
  switch (message.t) {
    case "text":
    case "view":
    case "media":
    case "done":
      return message;
    case "interrupted":
      return new BetweenError("engine.interrupted");
    case "incomplete":
      return new BetweenError("scala.incomplete", {}, { at: endOf(code) });
    case "compile":
      return compileError(message.findings, code);
    case "thrown":
    case "unable": {
      const { type, line, trace } = message;
      const first = message.message.trim().split("\n")[0] ?? "";
      return new BetweenError(
        first === "" ? "scala.error-silent" : "scala.error",
        { type: type.slice(type.lastIndexOf(".") + 1), message: first },
        { engineText: trace.trim(), ...(line > 0 && { at: wholeLine(line, code) }) },
      );
    }
    case "hello":
    case "ready":
      return new BetweenError("internal", { reason: `a Scala worker said ${message.t} in the middle of a cell` });
  }
}

/** The first error with its place; all of them, each with its line and a caret, as the text of the compiler. */
function compileError(findings: readonly Finding[], code: string): BetweenError {
  const lines = code.split("\n");
  const shown = findings.map(({ message, line, column }) => {
    if (line === undefined || column === undefined) return message;
    const text = lines[line - 1] ?? "";
    return `${line}:${column}: ${message}\n${text}\n${text.slice(0, column - 1).replaceAll(/[^\t]/g, " ")}^`;
  });
  const first = findings[0];
  const message = first?.message.split("\n")[0]?.replace(/;\s*$/, "") ?? "";
  const more = { engineText: shown.join("\n\n"), ...(first && { at: placeOf(first) }) };
  if (findings.length < 2) return new BetweenError("scala.compile-error", { message }, more);
  return new BetweenError("scala.compile-errors", { message, count: findings.length }, more);
}

function placeOf({ line = 1, column = 1, endLine, endColumn }: Finding): Place {
  const wide = endLine !== undefined && endColumn !== undefined && (endLine > line || endColumn > column);
  return { line, column, ...(wide && { endLine, endColumn }) };
}

function wholeLine(line: number, code: string): Place {
  const text = code.split("\n")[line - 1] ?? "";
  const column = text.length - text.trimStart().length + 1;
  return { line, column, ...(text.trim() !== "" && { endLine: line, endColumn: text.trimEnd().length + 1 }) };
}

function endOf(code: string): Place {
  const before = code.trimEnd();
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}
