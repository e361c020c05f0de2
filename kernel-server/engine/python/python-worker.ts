import { BetweenError } from "../../../protocol/errors.ts";
import { functionFailure } from "../function-failure.ts";
import type { Worker, WorkerEvent } from "../worker.ts";
import type { Failure } from "./messages.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** A running process as a worker. `graceMs`: how long an interrupted cell may go on before its processes are ended. */
export function pythonWorker(process: WorkerProcess, graceMs: number): Worker {
  let runs = 0;
  return {
    ended: process.ended,
    memory: async () => process.memory(),
    close: () => process.close(),
    async *run({ code, label, params, preview }, signal) {
      if (signal.aborted) throw new BetweenError("engine.interrupted");
      const id = ++runs;
      let grace: NodeJS.Timeout | undefined;
      const interrupt = () => {
        process.send("interrupt");
        grace ??= setTimeout(() => process.kill(), graceMs);
      };
      process.send(JSON.stringify({ id, code, label, params, preview }));
      signal.addEventListener("abort", interrupt, { once: true });
      let over = false;
      /** The next event; `undefined` when the cell has ended well. Throws what it ended with. */
      const step = async (): Promise<WorkerEvent | undefined> => {
        const message = await process.next();
        if (!message) {
          over = true;
          throw (await process.ended) ?? new BetweenError("engine.interrupted");
        }
        switch (message.t) {
          case "rows":
            return { ...message, ipc: Buffer.from(message.ipc, "base64") };
          case "done":
            over = message.id === id;
            if (over && signal.aborted) throw new BetweenError("engine.interrupted");
            if (over && message.error) throw errorOf(message.error);
            return undefined;
          case "ready":
          case "failed":
            throw new BetweenError("internal", { reason: `a Python worker said ${message.t} in the middle of a cell` });
          default:
            return message;
        }
      };
      try {
        while (!over) {
          const event = await step();
          if (event) yield event;
        }
      } finally {
        signal.removeEventListener("abort", interrupt);
        // Whoever does not want the rest does not want the cell to run on.
        if (!over && !signal.aborted) interrupt();
        while (!over) await step().catch(() => undefined);
        clearTimeout(grace);
      }
    },
  };
}

function errorOf(failure: Failure): BetweenError {
  if (failure.kind === "interrupted") return new BetweenError("python.interrupted");
  const { type, traceback, at } = failure;
  const message = failure.message.trim().split("\n")[0] ?? "";
  const { line = 1, column = 1, endLine, endColumn } = at ?? {};
  const onEngine = type === "PythonException" ? functionFailure(traceback) : undefined;
  const place = { line, column, ...(endLine !== undefined && endColumn !== undefined && { endLine, endColumn }) };
  return new BetweenError(
    onEngine?.code ?? (message === "" ? "python.error-silent" : "python.error"),
    onEngine?.args ?? { type, message },
    {
      engineText: onEngine ? traceback.trim() : withoutLast(traceback.trim(), type, message),
      ...(at && { at: place }),
    },
  );
}

/** A trace whose last line is the exception, which the message tells already. */
function withoutLast(trace: string, type: string, message: string): string {
  const cut = trace.lastIndexOf("\n");
  const last = trace.slice(cut + 1);
  const isTold = last === type || last === `${type}: ${message}` || last.endsWith(`.${type}: ${message}`);
  return cut >= 0 && isTold ? trace.slice(0, cut) : trace;
}
