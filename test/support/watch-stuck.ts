import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { isMainThread, Worker, workerData } from "node:worker_threads";

/** Mocha's own limits are timers, which do not fire while a test spins. After this long without a turn of the event loop the tests end, and say where they were. */
const STUCK_MS = 120_000;
const LOOK_MS = 1000;

const shared = isMainThread
  ? new Int32Array(new SharedArrayBuffer(4))
  : new Int32Array(workerData as SharedArrayBuffer);

/** Loaded by mocha before any test (`.mocharc.json`), and by itself as the thread that watches. */
if (isMainThread) {
  setInterval(() => Atomics.add(shared, 0, 1), LOOK_MS).unref();
  new Worker(new URL(import.meta.url), { workerData: shared.buffer }).unref();
} else watch();

function watch(): void {
  let turns = Atomics.load(shared, 0);
  let since = performance.now();
  let looked = since;
  setInterval(() => {
    const now = performance.now();
    const turned = Atomics.load(shared, 0);
    // A late look: the whole machine slept.
    if (turned !== turns || now - looked > 5 * LOOK_MS) [turns, since] = [turned, now];
    looked = now;
    if (now - since > STUCK_MS) tellWhereAndEnd();
  }, LOOK_MS);
}

function tellWhereAndEnd(): void {
  const session = new Session();
  session.connectToMainThread();
  const urls = new Map<string, string>();
  session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
  session.on("Debugger.paused", ({ params }) => {
    const frames = params.callFrames.map(({ functionName, location: { scriptId, lineNumber, columnNumber = 0 } }) => {
      const place = `${urls.get(scriptId)}:${lineNumber + 1}:${columnNumber + 1}`;
      return `    at ${functionName || "<anonymous>"} (${place})`;
    });
    const where = `The tests have not turned their event loop for ${STUCK_MS / 1000} s. They are in\n${frames.join("\n")}`;
    writeSync(2, `\n${where}\n`); // The console of a thread speaks through the one that spins.
    process.kill(process.pid, "SIGKILL"); // Nothing else stops it.
  });
  session.post("Debugger.enable");
  session.post("Debugger.pause");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 5000);
}
