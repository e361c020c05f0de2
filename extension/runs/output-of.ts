import type { CellOutput, Doing, ShownResult } from "../../protocol/cell-output.ts";
import { runId } from "../../protocol/ids.ts";
import type { CellView, ResultView, RunView } from "../../protocol/messages.ts";
import type { CellState } from "./step.ts";

/** The first rows of a result as an output holds them. */
export type FirstRows = { rows: number; arrow: string };

/** What is the same in all of a cell's outputs. */
export type Frame = Pick<CellOutput, "output" | "lang" | "codeLine" | "tableHeight">;

/** What an output is made from beside the run itself. */
export type OutputGround = {
  frame: Frame;
  /** The first rows of the results, by their number in the run. */
  pages: ReadonlyMap<number, FirstRows>;
  /** Results whose rows no server has any more. */
  expired: ReadonlySet<number>;
};

/** The output of a cell as its run says. `at`: its ordinal there. */
export function outputOf(view: RunView, at: number, ground: OutputGround): CellOutput | undefined {
  const cell = view.cells[at];
  return cell && outputOfCell(view, at, cell, ground);
}

function outputOfCell(view: RunView, at: number, cell: CellView, ground: OutputGround): CellOutput {
  const { startedAt, ms, error, text_out, media, checks, saved, notes } = cell;
  const saveable = saveTarget(cell);
  return {
    v: 1,
    ...ground.frame,
    run: view.run,
    cell: at,
    timezone: view.notebook.timezone,
    state: cell.state ?? "queued",
    ...(startedAt !== undefined && { startedAt }),
    ...(ms !== undefined && { ms }),
    text: text_out,
    results: resultsOf(cell).map((result) => shownResult(result, cell, ground)),
    ...(media && { media }),
    ...(error && { error }),
    checks,
    saved,
    notes,
    ...(saveable && saved.length === 0 && { saveable }),
  };
}

/** Of a cell that was stopped no more rows come: those that are there are the first of more, and where there are none there is nothing to show. */
function resultsOf({ state, results }: CellView): readonly ResultView[] {
  if (state === undefined || state === "queued" || state === "running") return results;
  return results.filter(({ rows, extent }) => rows > 0 || extent).map((result) => ({ extent: "more", ...result }));
}

function shownResult(result: ResultView, { options }: CellView, { pages, expired }: OutputGround): ShownResult {
  const page = pages.get(result.result);
  const chart = result.main ? chartOf(options) : undefined;
  return { ...result, ...(page && { page }), ...(chart && { chart }), reachable: !expired.has(result.result) };
}

type Chart = NonNullable<ShownResult["chart"]>;

/** `chart:` as the server read it from the cell's options; nothing where it is not of this version's shape. */
export function chartOf(options: CellView["options"]): Chart | undefined {
  const { chart } = options;
  if (typeof chart !== "object" || chart === null || !("type" in chart && "x" in chart && "y" in chart))
    return undefined;
  const { type, x, y } = chart;
  const known = (["bar", "line", "area", "scatter", "pie"] as const).find((each) => each === type);
  const isNames = (value: unknown): value is string | readonly string[] =>
    typeof value === "string" || (Array.isArray(value) && value.every((each) => typeof each === "string"));
  if (!known || typeof x !== "string" || !isNames(y)) return undefined;
  const series = "series" in chart && typeof chart.series === "string" ? chart.series : undefined;
  const title = "title" in chart && typeof chart.title === "string" ? chart.title : undefined;
  return { type: known, x, y, ...(series !== undefined && { series }), ...(title !== undefined && { title }) };
}

/** Where a cell with `save:` would write; the server's note names the place, the option what the author wrote. */
export function saveTarget({ options, notes }: Pick<CellView, "options" | "notes">): { to: string } | undefined {
  const { save } = options;
  const written = typeof save === "object" && save !== null && "to" in save ? save.to : undefined;
  if (typeof written !== "string") return undefined;
  const would = notes.find(({ code }) => code.startsWith("save.would-"))?.args["to"];
  return { to: typeof would === "string" ? would : written };
}

/** The output of a cell whose execution goes on, or ended without the server's word. */
export function liveOutput(
  state: CellState,
  view: RunView | undefined,
  at: number,
  before: CellOutput | undefined,
  ground: OutputGround & { timezone: string },
): CellOutput {
  const { account, failure } = state;
  const own = view && account ? outputOfCell(view, at, account.cell, ground) : blank(ground, at);
  if (failure) {
    const { error: _, doing: __, ...rest } = own;
    return { ...rest, state: failure.state, ...(failure.error && { error: failure.error }) };
  }
  if (account?.cell.state === "skipped") return before ?? { ...own, state: "interrupted" };
  if (state.is === "ended") return own;
  const doing = doingOf(state);
  const hasNews = own.results.length > 0 || own.text.length > 0 || own.media !== undefined || own.error !== undefined;
  if (hasNews || !before) return { ...own, state: "running", doing };
  // Until the run has something to show the earlier rows stay, so that nothing jumps when it is over at once.
  const { ms: _, error: __, ...kept } = before;
  return {
    ...kept,
    ...ground.frame,
    state: "running",
    ...(own.startedAt !== undefined && { startedAt: own.startedAt }),
    doing,
  };
}

const blank = ({ frame, timezone }: OutputGround & { timezone: string }, at: number): CellOutput => ({
  v: 1,
  ...frame,
  run: runId(""),
  cell: at,
  timezone,
  state: "queued",
  text: [],
  results: [],
  checks: [],
  saved: [],
  notes: [],
});

/** What a cell that has not ended does now. */
export function doingOf({ account, connecting, cancel, away }: CellState): Doing {
  if (cancel) return { t: "cancelling", ...cancel };
  if (away) return { t: "reconnecting" };
  if (!account) return { t: "starting-engine", ...(connecting !== undefined && { detail: connecting }) };
  const { cell, before, starting, detail } = account;
  if (starting) return { t: "starting-engine", ...(detail !== undefined && { detail }) };
  if (cell.state !== "running") return { t: "queued", before };
  const rows = cell.results.reduce((sum, result) => sum + result.rows, 0);
  const { done, total, bytesRead } = cell.progress ?? {};
  return {
    t: "running",
    ...(done !== undefined && { done }),
    ...(total !== undefined && { total }),
    ...(bytesRead !== undefined && { bytesRead }),
    ...(cell.results.length > 0 && { rows }),
  };
}
