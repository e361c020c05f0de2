import assert from "node:assert/strict";
import type { Context } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { CellView, RunView } from "../../protocol/messages.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { pythonWorkers } from "../../kernel-server/engine/python/python-workers.ts";
import type { Engine } from "../../kernel-server/engine/engine.ts";
import type { PythonWorkersOptions } from "../../kernel-server/engine/python/python-workers.ts";
import { findPython } from "../../kernel-server/engine/sail/find-python.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import type { ServiceOptions } from "../../kernel-server/session/make-service.ts";
import { ServiceDesk, sqlCell } from "../../kernel-server/session/test-desk.ts";

export { sqlCell } from "../../kernel-server/session/test-desk.ts";
export const pythonCell = (code: string): string => `\`\`\`{python}\n${code}\n\`\`\`\n\n`;

/** Skips a suite, with its reason, where no Python is that environments could be made with. */
export async function needsPython(context: Context): Promise<void> {
  try {
    if (process.platform === "win32") throw new BetweenError("python.windows");
    await findPython(undefined, AbortSignal.timeout(30_000));
  } catch (thrown) {
    console.log(`      skipped: Python cells need a Python (${BetweenError.from(thrown).code})`);
    context.skip();
  }
}

/** A server with real Python workers on the embedded engine, and one session on it. */
export class PythonDesk {
  readonly desk: ServiceDesk;
  session: SessionId;

  private constructor(desk: ServiceDesk, session: SessionId) {
    this.desk = desk;
    this.session = session;
  }

  static async make(
    options: Partial<PythonWorkersOptions> = {},
    more: Pick<ServiceOptions, "choosesPython"> = {},
  ): Promise<PythonDesk> {
    return PythonDesk.on(sailEngine({ cacheFolder: cacheFolder() }), options, more);
  }

  /** The same on another engine. */
  static async on(
    engine: Engine,
    options: Partial<PythonWorkersOptions> = {},
    more: Pick<ServiceOptions, "choosesPython"> = {},
  ): Promise<PythonDesk> {
    const workers = [pythonWorkers({ cacheFolder: cacheFolder(), ...options })];
    const desk = await ServiceDesk.over(engine, { workers, stopMs: 10_000, ...more });
    return new PythonDesk(desk, await desk.open());
  }

  end(): Promise<void> {
    return this.desk.end();
  }

  run(text: string, params: Record<string, string> = {}): Promise<RunView> {
    return this.desk.run(text, { on: this.session, params, keepGoing: true });
  }

  /** Runs one Python cell that must end well. */
  async cell(code: string): Promise<CellView> {
    const cell = await this.ends(code);
    assert.equal(cell.state, "done", JSON.stringify(cell.error));
    return cell;
  }

  /** Runs one Python cell, however it ends. */
  async ends(code: string): Promise<CellView> {
    const [cell] = (await this.run(pythonCell(code))).cells;
    assert.ok(cell);
    return cell;
  }

  /** The rows of a SQL query as text. */
  async sql(query: string): Promise<string[][]> {
    const { run, cells } = await this.run(sqlCell(query));
    assert.equal(cells[0]?.state, "done", JSON.stringify(cells[0]?.error));
    return this.desk.rows(run, 0);
  }
}

export const printed = (cell: CellView, stream = "stdout"): string =>
  cell.text_out.map((piece) => (piece.stream === stream ? piece.text : "")).join("");
