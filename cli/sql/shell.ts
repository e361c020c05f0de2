import { createInterface } from "node:readline";
import { BetweenError } from "../../protocol/errors.ts";
import { tell, tellFailure, type Context } from "../context.ts";
import { openHistory, type History } from "./history.ts";
import { readMetaCommand } from "./meta-command.ts";
import type { ShellSession } from "./shell-session.ts";
import { isFinished, typedStatements } from "./split-input.ts";

/** The interactive shell on a terminal. Ctrl-C stops the statement and not the shell; `\q` or Ctrl-D ends it. */
export async function shell(session: ShellSession, historyFile: string, context: Context): Promise<void> {
  const history = await openHistory(historyFile).catch(async (cause: Error): Promise<History> => {
    await tell(context, "cli.shell.history", { reason: cause.message });
    return { lines: [], add: () => Promise.resolve() };
  });
  await tell(context, "cli.shell.welcome", { engine: engineLabel(session) });
  const lines = createInterface({
    input: context.stdin,
    output: context.stdout,
    terminal: true,
    history: history.lines,
    historySize: 1000,
    removeHistoryDuplicates: true,
  });
  let typed = "";
  let running: AbortController | undefined;
  const ask = () => {
    lines.setPrompt(typed === "" ? "sql> " : "  -> ");
    lines.prompt();
  };
  lines.on("SIGINT", () => {
    if (running) return running.abort();
    typed = "";
    // To the end, then away with all before it: readline keeps the line that it is edited in.
    lines.write(null, { ctrl: true, name: "e" });
    lines.write(null, { ctrl: true, name: "u" });
    context.stdout.write("^C\n");
    ask();
  });

  /** Does what a line asks for, once it is complete; false when it asks to leave. */
  const take = async (line: string, signal: AbortSignal): Promise<boolean> => {
    if (typed === "" && line.trimStart().startsWith("\\")) {
      const command = readMetaCommand(line);
      if (command.do === "quit") return false;
      await session.obey(command, signal);
      return true;
    }
    typed += `${line}\n`;
    if (!isFinished(typed)) return true;
    const statements = typedStatements(typed);
    typed = "";
    for (const statement of statements) if (!(await session.run(statement, signal))) break;
    return true;
  };

  ask();
  for await (const line of lines) {
    running = new AbortController();
    try {
      await history.add(line);
      if (!(await take(line, running.signal))) break;
    } catch (thrown) {
      await tellFailure(context, BetweenError.from(thrown));
    } finally {
      running = undefined;
    }
    ask();
  }
  lines.close();
}

function engineLabel({ sql: { client, engine } }: ShellSession): string {
  const { engines } = client.server;
  return (engines.find(({ name }) => name === engine) ?? engines[0])?.label ?? "";
}
