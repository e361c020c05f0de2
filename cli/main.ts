import { BetweenError } from "../protocol/errors.ts";
import { buildVersion } from "../protocol/local/build-version.ts";
import { say } from "../protocol/wording/say.ts";
import { nearest } from "../notebook/nearest.ts";
import { tellFailure, type Context } from "./context.ts";
import { exitCodeOf, exitCodes, type ExitCode } from "./exit-codes.ts";
import { overview, verbHelp } from "./help.ts";
import { langOf } from "./lang.ts";
import { openOutput } from "./output.ts";
import type { Verb } from "./verb.ts";

/** Every verb, loaded only when it is called. Two words are one verb. */
const verbs: Readonly<Record<string, () => Promise<{ verb: Verb }>>> = {
  run: () => import("./verbs/run.ts"),
  sql: () => import("./verbs/sql.ts"),
  check: () => import("./verbs/check.ts"),
  report: () => import("./verbs/report.ts"),
  attach: () => import("./verbs/attach.ts"),
  "runs list": () => import("./verbs/runs-list.ts"),
  "runs show": () => import("./verbs/runs-show.ts"),
  "results list": () => import("./verbs/results-list.ts"),
  "results show": () => import("./verbs/results-show.ts"),
  "results history": () => import("./verbs/results-history.ts"),
  import: () => import("./verbs/import.ts"),
  "sources add": () => import("./verbs/sources-add.ts"),
  login: () => import("./verbs/login.ts"),
  logout: () => import("./verbs/logout.ts"),
  serve: () => import("./verbs/serve.ts"),
  "token add": () => import("./verbs/token-add.ts"),
  "token list": () => import("./verbs/token-list.ts"),
  "token role": () => import("./verbs/token-role.ts"),
  "token revoke": () => import("./verbs/token-revoke.ts"),
  clean: () => import("./verbs/clean.ts"),
};

async function between(words: readonly string[], context: Context): Promise<ExitCode> {
  const [first = "help", ...rest] = words;
  if (first === "--version" || first === "-V") {
    await context.out.write(`between ${buildVersion()}\n`);
    return exitCodes.done;
  }
  const asked = ["help", "--help", "-h"].includes(first);
  const named = asked ? rest : words;
  if (named.length === 0) {
    const rows = Object.keys(verbs).map((verb) => ({ verb, summary: `cli.verb.${verb.replace(" ", "-")}` }));
    await context.out.write(overview(rows, context.lang));
    return exitCodes.done;
  }
  const [name, load] = findVerb(named);
  const { verb } = await load();
  const operands = named.slice(name.split(" ").length);
  const end = operands.indexOf("--");
  const options = end < 0 ? operands : operands.slice(0, end);
  if (asked || options.includes("--help") || options.includes("-h")) {
    await context.out.write(verbHelp(verb.help, context.lang));
    return exitCodes.done;
  }
  return verb.start(operands, context);
}

function findVerb(words: readonly string[]): [string, () => Promise<{ verb: Verb }>] {
  const [first = "", second = ""] = words;
  for (const name of [`${first} ${second}`, first]) {
    const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (load) return [name, load];
  }
  const group = Object.keys(verbs).filter((name) => name.startsWith(`${first} `));
  const typed = group.length > 0 ? `${first} ${second}`.trim() : first;
  const near = nearest(typed, Object.keys(verbs)) ?? group[0];
  throw near === undefined
    ? new BetweenError("cli.verb-unknown", { verb: typed })
    : new BetweenError("cli.verb-unknown-near", { verb: typed, near });
}

function makeContext(): Context {
  const { env, stdin, stdout, stderr } = process;
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  });
  return {
    env,
    lang: langOf(env),
    out: openOutput(stdout, env),
    err: openOutput(stderr, env),
    stdin,
    stdout,
    interrupted: controller.signal,
    kernelServer: import.meta.url.endsWith(".ts")
      ? new URL("../kernel-server/main.ts", import.meta.url)
      : new URL("./kernel-server.js", import.meta.url),
  };
}

const context = makeContext();
try {
  process.exitCode = await between(process.argv.slice(2), context);
} catch (thrown) {
  process.exitCode = await failed(BetweenError.from(thrown), context);
}

/** The last word on an error: its sentence, never a stack trace; `BETWEEN_DEBUG=1` shows where it came from. */
async function failed(error: BetweenError, context: Context): Promise<ExitCode> {
  // The reader of our output left, as `| head` does: nothing is wrong, and nobody is there to be told.
  if (error.code === "cli.output-gone") return exitCodes.done;
  try {
    if (context.interrupted.aborted && error.code !== "cli.left")
      await context.err.write(`${say(context.lang, "cli.interrupted")}\n`);
    else await tellFailure(context, error);
    if (context.env.BETWEEN_DEBUG) {
      for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
        await context.err.write(`${cause.stack ?? cause.message}\n`);
    }
  } catch (thrown) {
    if (!(thrown instanceof BetweenError)) throw thrown; // Standard error is closed; the exit code still tells.
  }
  return context.interrupted.aborted ? exitCodes.interrupted : exitCodeOf(error);
}
