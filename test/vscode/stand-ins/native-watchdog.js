import process from "node:process";
import { setInterval } from "node:timers";

/** Ends an extension host whose server has ended, as the editor's native part does. */
const EVERY_MS = 1000;

export const start = (pid) => {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87); // ESRCH: it has ended.
    }
  }, EVERY_MS);
  timer.unref();
};
export const exit = (code) => process.exit(code ?? 0);
