import { BetweenError } from "../../protocol/errors.ts";
import type { ParameterType } from "../../notebook/notebook.ts";
import type { RunView } from "../../protocol/messages.ts";
import { explain, say } from "../../protocol/wording/say.ts";
import { tell, waysOf, type Context } from "../context.ts";
import { readParams, type GivenParams } from "../params.ts";
import { failureLines, hintLines } from "../show/failure-lines.ts";
import { printable } from "../show/printable.ts";
import { textTable } from "../show/text-table.ts";
import type { MetaCommand } from "./meta-command.ts";
import { openSqlSession, resultOf, runStatement, type SqlSession } from "./run-statement.ts";
import { nameInSession } from "./session-names.ts";
import { showStatement } from "./show-statement.ts";
import type { TypedStatement } from "./split-input.ts";
import { endedEngine, errorOf, hintsAtNotebook, tableSink } from "./statement-display.ts";

const MOST_TABLES = 1000;
/** How the server's own views begin, which fix the results of earlier statements. */
const HIDDEN = "__between_";

/** What a shell keeps from statement to statement: the engine's session with its names, and the parameters. */
export class ShellSession {
  #sql: SqlSession;
  readonly #rows: number;
  readonly #context: Context;
  readonly #names = new Set<string>();
  readonly #params: Map<string, { value: string | string[]; type: ParameterType }>;

  constructor(sql: SqlSession, given: GivenParams, rows: number, context: Context) {
    this.#sql = sql;
    this.#rows = rows;
    this.#context = context;
    this.#params = new Map(given.declare.map(({ name, type }) => [name, { value: given.params[name] ?? "", type }]));
  }

  /** The engine's session as it is now: a fresh one when the first had ended. */
  get sql(): SqlSession {
    return this.#sql;
  }

  /** Runs and shows a statement; true when it went well. */
  async run(statement: TypedStatement, signal: AbortSignal): Promise<boolean> {
    const shown = { name: "sql", given: this.#given(), rows: this.#rows };
    const view = await this.#withSession((sql) => showStatement(sql, statement, shown, this.#context, signal), signal);
    if (view.state === "done") this.#note(statement.text);
    else if (endedEngine(view) || this.#lacks(view)) await this.#forget();
    return view.state === "done";
  }

  /** Keeps in mind what the engine's session has by the statements of this shell. */
  #note(text: string): void {
    const found = nameInSession(text);
    if (found?.does === "makes") this.#names.add(found.name);
    if (found?.does === "drops") this.#names.delete(found.name);
  }

  /** Whether a table is missing that was made here: the engine ended between two statements. */
  #lacks(view: RunView): boolean {
    const error = errorOf(view);
    if (error?.code !== "engine.table-not-found") return false;
    const plain = (name: string) => name.replaceAll("`", "").toLowerCase();
    const missing = plain(String(error.args["name"]));
    return [...this.#names].some((name) => plain(name) === missing);
  }

  /** Says what went with the engine's session: the next statement begins in a fresh one. */
  async #forget(): Promise<void> {
    const names = [...this.#names].join(", ");
    this.#names.clear();
    const ways = waysOf(this.#context, this.#context.err);
    const code = names === "" ? "cli.shell.ended" : "cli.shell.ended-names";
    const { message, hint } = explain(ways.lang, { code, args: { names } });
    await this.#context.err.write(`${[ways.paint.warn(printable(message)), ...hintLines(hint, ways)].join("\n")}\n`);
  }

  async obey(command: Exclude<MetaCommand, { do: "quit" }>, signal: AbortSignal): Promise<void> {
    const { out, lang } = this.#context;
    switch (command.do) {
      case "help":
        return out.write(`${say(lang, "cli.shell.help")}\n`);
      case "tables":
        return this.#showTables(signal);
      case "columns":
        return this.#showColumns(command.of, signal);
      case "params":
        if (this.#params.size === 0) return tell(this.#context, "cli.shell.no-params");
        return out.write(
          [...this.#params]
            .map(([name, { type, value }]) => `${printable(`${name}:${type}=${[value].flat().join(", ")}`)}\n`)
            .join(""),
        );
      case "drop-param":
        this.#params.delete(command.name);
        return;
      case "param": {
        const { params, declare } = readParams([command.option]);
        for (const [name, value] of Object.entries(params)) {
          this.#params.set(name, { value, type: declare[0]?.type ?? this.#params.get(name)?.type ?? "text" });
        }
        return;
      }
    }
  }

  async #showTables(signal: AbortSignal): Promise<void> {
    const rows = tableSink(MOST_TABLES, this.#sql.timezone);
    const statement = { text: "show tables", given: this.#given(), preview: MOST_TABLES, rows };
    const view = await this.#withSession((sql) => runStatement(sql, statement, signal), signal);
    if (!(await this.#isDone(view))) return;
    const { columns = [], rows: all = [] } = rows.preview() ?? {};
    const at = columns.findIndex(({ name }) => name === "tableName");
    const names = all.map((row) => row[at] ?? "").filter((name) => !name.startsWith(HIDDEN));
    if (names.length === 0) return tell(this.#context, "cli.shell.no-tables");
    await this.#context.out.write(names.map((name) => `${printable(name)}\n`).join(""));
  }

  /** Any relation has columns without being run: `select` with a limit of zero gives them on every engine. */
  async #showColumns(of: string, signal: AbortSignal): Promise<void> {
    const text = `select * from ${of} limit 0`;
    const view = await this.#withSession(
      (sql) => runStatement(sql, { text, given: this.#given(), preview: 1 }, signal),
      signal,
    );
    const result = resultOf(view);
    if (!(await this.#isDone(view))) return;
    const ways = waysOf(this.#context, this.#context.out);
    const columns = (["column", "type"] as const).map((name) => ({
      name: say(ways.lang, `cli.column.${name}`),
      align: "left" as const,
    }));
    const { lines } = textTable(columns, result?.schema.map(({ name, type }) => [name, type]) ?? [], ways);
    await this.#context.out.write(`${lines.join("\n")}\n`);
  }

  #given(): GivenParams {
    const entries = [...this.#params];
    return {
      params: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
      declare: entries.map(([name, { type }]) => ({ name, type })),
    };
  }

  /** A session may end while the shell waits: it was idle for long, or its server is another one now. */
  async #withSession<T>(work: (sql: SqlSession) => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await work(this.#sql);
    } catch (thrown) {
      if (BetweenError.from(thrown).code !== "session.unknown") throw thrown;
      this.#sql = await openSqlSession(this.#sql.client, this.#sql, "idle", signal);
      await this.#forget();
      return work(this.#sql);
    }
  }

  /** Whether a statement of ours went well; else says why, without its place: it lies in a query that the user has not written. */
  async #isDone(view: RunView): Promise<boolean> {
    const error = errorOf(view);
    if (!error) return true;
    const { at: _, ...told } = error;
    const ways = waysOf(this.#context, this.#context.err);
    await this.#context.err.write(`${failureLines(told, undefined, ways, !hintsAtNotebook(view)).join("\n")}\n`);
    if (endedEngine(view) || this.#lacks(view)) await this.#forget();
    return false;
  }
}
