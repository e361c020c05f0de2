import { randomUUID } from "node:crypto";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Code } from "../../../protocol/errors.ts";
import { operationId } from "../../../protocol/ids.ts";
import type { Answers, Field } from "../../../protocol/messages.ts";
import { distinctNames } from "../../../protocol/values/distinct-names.ts";
import type { CodeCell, ParameterValue, SourceSpec } from "../../../notebook/notebook.ts";
import { identifiers, namedParameters, splitStatements } from "../../../notebook/sql-text.ts";
import type { Statement } from "../../../notebook/sql-text.ts";
import type { EngineSession, Relation, Task } from "../../engine/engine.ts";
import { placeIn, placedIn } from "../place.ts";
import { quoteName } from "../sql-names.ts";
import { keyOf } from "./outcomes.ts";
import type { Outcome, Outcomes } from "./outcomes.ts";
import type { SourceKeys } from "./source-key.ts";
import { statementKind } from "./statement-kind.ts";

type Found = Answers["analyze"];

/** These say nothing of a query: the analysis itself has failed. */
const faults = new Set<Code>([
  "cluster.away",
  "engine.died",
  "engine.interrupted",
  "engine.not-allowed",
  "engine.not-stopping",
  "engine.session-gone",
  "engine.unreachable",
  "engine.unreachable-at",
  "internal",
]);

/** One walk through a notebook. At each cell the engine's session has the views that the cells before it would have made. */
export class Pass {
  readonly tables: Found["tables"] = [];
  readonly problems: Found["problems"] = [];
  readonly #engine: EngineSession;
  /** Views that stand in the engine's session, by name in lower case: what they are made from. */
  readonly #defined: Map<string, string>;
  readonly #outcomes: Outcomes;
  readonly #signal: AbortSignal;
  /** Names that cells may read here. */
  readonly #visible = new Map<string, string>();
  /** Names that a run would perhaps make, and whether it could make any. */
  readonly #unknown = new Set<string>();
  #anything = false;

  constructor(engine: EngineSession, defined: Map<string, string>, outcomes: Outcomes, signal: AbortSignal) {
    this.#engine = engine;
    this.#defined = defined;
    this.#outcomes = outcomes;
    this.#signal = signal;
  }

  /** `placed` throws where the source lies nowhere that the engine sees. */
  async source(name: string, placed: () => SourceSpec, keys: SourceKeys): Promise<void> {
    const outcome = await this.#ask(async () => {
      const source = placed();
      const key = await keys.of(source, this.#engine, this.#signal);
      const view: Relation = { of: "view", name };
      const made = () => this.#define(name, key, { of: "source", source });
      const outcome = await this.#outcomes.of(key, () =>
        this.#ask(async () => {
          await made();
          return this.#engine.analyze(view, this.#signal);
        }),
      );
      if ("error" in outcome) throw outcome.error;
      await made();
      return outcome.fields;
    });
    if ("error" in outcome) {
      this.#unknown.add(name.toLowerCase());
      // They are sent with the first run; until then nothing is wrong.
      if (outcome.error.code !== "storage.files-not-sent")
        this.problems.push({ source: name, error: outcome.error.toWire() });
    } else this.tables.push({ name, of: "source", columns: [...outcome.fields] });
  }

  async cell(cell: number, code: CodeCell, params: readonly ParameterValue[]): Promise<void> {
    // What a program makes only its run can tell.
    if (code.language === "python" || code.language === "scala") this.#anything = true;
    if (code.language !== "sql") return;
    let last: { statement: Statement; fields: readonly Field[] } | undefined;
    for (const statement of splitStatements(code.code)) {
      const kind = statementKind(statement.text);
      if (kind.is === "command") {
        this.#anything ||= kind.anything;
        if (kind.touches !== undefined) this.#forget(kind.touches);
      } else if (kind.is === "question") last = undefined;
      else {
        const fields = await this.#query(cell, code, statement, params);
        last = fields && { statement, fields };
      }
    }
    const { name } = code.options;
    if (name === undefined) return;
    this.#forget(name.toLowerCase());
    if (!last) return;
    const { statement, fields } = last;
    const key = this.#keyOf(statement.text, params);
    const relation: Relation = { of: "sql", text: statement.text, args: params };
    const made = await this.#ask(async () => (await this.#define(name, key, relation), fields));
    // A query that can run and yet stand under no name is no mistake of the author's.
    if ("error" in made) return;
    this.#unknown.delete(name.toLowerCase());
    // As later cells name them: `select 1 as n, 2 as n` has the columns n and n_2 there.
    const names = distinctNames(fields.map((field) => field.name));
    const columns = fields.map((field, i) => ({ ...field, name: names[i] ?? field.name }));
    this.tables.push({ name, of: "cell", cell, columns });
  }

  /** The columns of a query; none where they cannot be known. */
  async #query(cell: number, { code }: CodeCell, statement: Statement, params: readonly ParameterValue[]) {
    const declared = new Set(params.map(({ name }) => name));
    const { text } = statement;
    const undeclared = namedParameters(text).find(({ name }) => !declared.has(name));
    if (undeclared) {
      const { name, start, end } = undeclared;
      const at = placeIn(code, cell, statement.start + start, statement.start + end);
      this.problems.push({ cell, error: new BetweenError("cell.undeclared", { name }, { at }).toWire() });
      return undefined;
    }
    const outcome = await this.#outcomes.of(this.#keyOf(text, params), () =>
      this.#ask(async () => {
        await this.#dropOthers(text);
        return this.#engine.analyze({ of: "sql", text, args: params }, this.#signal);
      }),
    );
    if ("fields" in outcome) return outcome.fields;
    if (!this.#mayBeMade(outcome.error))
      this.problems.push({ cell, error: placedIn(code, cell, statement.start, outcome.error).toWire() });
    return undefined;
  }

  #mayBeMade({ code, args }: BetweenError): boolean {
    if (code !== "engine.table-not-found") return false;
    const name = String(args["name"]).split(".").at(-1)?.toLowerCase() ?? "";
    return this.#anything || this.#unknown.has(name);
  }

  #forget(name: string): void {
    this.#visible.delete(name);
    this.#unknown.add(name);
  }

  /** All that the meaning of a query hangs on. */
  #keyOf(text: string, params: readonly ParameterValue[]): string {
    const names = new Set(identifiers(text).map(({ name }) => name.toLowerCase()));
    const used = new Set(namedParameters(text).map(({ name }) => name));
    const reads = [...this.#visible].filter(([name]) => names.has(name));
    return keyOf(
      text,
      params.filter(({ name }) => used.has(name)),
      reads,
    );
  }

  /** Makes a view where it does not stand as it is now. */
  async #define(name: string, key: string, relation: Relation): Promise<void> {
    const at = name.toLowerCase();
    if (this.#defined.get(at) !== key) {
      if (relation.of === "sql") await this.#dropOthers(relation.text);
      this.#defined.delete(at);
      await this.#do({ do: "view", name, relation });
      this.#defined.set(at, key);
    }
    this.#visible.set(at, key);
  }

  /** Takes away what an earlier analysis left under names that mean nothing here. */
  async #dropOthers(text: string): Promise<void> {
    for (const word of new Set(identifiers(text).map(({ name }) => name.toLowerCase()))) {
      if (!this.#defined.has(word) || this.#visible.has(word)) continue;
      await this.#do({
        do: "statement",
        text: `drop view if exists ${quoteName(word)}`,
        args: [],
        view: "__between_drop",
      });
      this.#defined.delete(word);
    }
  }

  async #do(task: Task): Promise<void> {
    const work = { ...task, operation: operationId(randomUUID()) };
    for await (const event of this.#engine.run(work, this.#signal)) if (event.t === "schema") continue;
  }

  async #ask(work: () => Promise<readonly Field[]>): Promise<Outcome> {
    try {
      return { fields: await work() };
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      if (faults.has(error.code)) throw error;
      return { error };
    }
  }
}
