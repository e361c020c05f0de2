import { BetweenError } from "../../protocol/errors.ts";
import type { EngineEvent } from "../engine/engine.ts";
import { localRows } from "../engine/spark-connect/rows.ts";
import type { WorkerEvent } from "../engine/worker.ts";
import type { CellContext } from "./cell-context.ts";
import { defineSources, orWhyUnmade } from "./define-sources.ts";
import type { Word } from "./define-sources.ts";
import { finishCell } from "./finish-cell.ts";
import type { Last } from "./finish-cell.ts";
import { placedIn } from "./place.ts";
import { showView } from "./show-view.ts";
import { tellSkipped } from "./skipped-lines.ts";
import { takeIn } from "./take-in.ts";

/** Units of one thing that a cell shows (a picture's base64, a text); more is said and not kept. */
const MEDIA_UNITS = 1_400_000;
/** Things that one cell shows. */
const MEDIA_COUNT = 100;
/** Units of all that a run's cells show: a snapshot of the run travels as one message of at most 64 MiB. */
const RUN_UNITS = 30_000_000;

type Media = Extract<WorkerEvent, { t: "media" }>;
type Frame = Extract<WorkerEvent, { t: "view" | "rows" }>;

/**
 * Runs a cell in the worker of its language. What it prints is text; frames are results, and `name`, `chart`, `save`,
 * `expect` and `cache` mean the last of them. Errors have their place in the cell's code.
 */
export async function runWorkerCell(cx: CellContext): Promise<void> {
  const { code, language, options } = cx.code;
  if (cx.resumed) throw new BetweenError("worker.server-restarted", { language });
  if (language === "scala" && cx.engine.remote?.sparkVersion === undefined)
    throw new BetweenError("cell.scala-needs-spark");
  const { sources, unmade } = await defineSources(cx, wordsOf(code));
  const { params, timezone, requirements } = cx.run.plan;
  const onProgress = (progress: string, detail: string) => {
    // A start takes seconds and is nothing to tell of; a set-up is.
    if (progress === "engine.setting-up")
      cx.tell({ t: "note", cell: cx.cell, code: "worker.setting-up", args: { language, detail } });
  };
  const wanted = { timezone, requirements, onProgress };
  const { worker, fresh: isNew } = await cx.workers.get(language, cx.engine, wanted, cx.signal);
  if (isNew) cx.tell({ t: "note", cell: cx.cell, code: "worker.names-lost", args: { language } });

  const shown = new ShownByCell(cx);
  const label = options.name ?? `cell ${cx.cell + 1}`;
  try {
    const events = worker.run({ code, label, params, preview: options.preview }, cx.signal);
    await takeIn(cx, printedOf(events, shown), { limit: 0, main: false });
  } catch (thrown) {
    // What came before the failure is kept, as far as the engine still gives it.
    if (cx.signal.aborted) await cx.engine.giveUp();
    else await shown.end().catch(() => undefined);
    const error = BetweenError.from(thrown);
    if (saysSessionGone(error)) await assertThere(cx);
    throw orWhyUnmade(error.at ? placedIn(code, cx.cell, 0, error) : error, unmade);
  }
  const last = await shown.end();
  await tellSkipped(cx, sources);
  if (last) return finishCell(cx, last);
  if (options.save) throw new BetweenError("save.no-rows");
  if (options.name !== undefined)
    cx.tell({ t: "note", cell: cx.cell, code: "cell.name-without-rows", args: { name: options.name } });
}

/** Whether a Spark client says so of its own session, which is the notebook's (pyspark and Spark's client in Scala, 3.5 to 4.2). */
const saysSessionGone = ({ args, engineText = "" }: BetweenError): boolean =>
  /INVALID_HANDLE\.SESSION|NO_ACTIVE_SESSION|SESSION_(?:NOT_SAME|CHANGED|CLOSED)/.test(
    [...Object.values(args), engineText].join("\n"),
  );

/** Throws `engine.session-gone` where the engine has another session than the one that the cell began in. */
async function assertThere({ engine, signal }: CellContext): Promise<void> {
  try {
    await engine.analyze({ of: "sql", text: "select 1", args: [] }, signal);
  } catch (thrown) {
    const error = BetweenError.from(thrown);
    if (error.code === "engine.session-gone") throw error;
  }
}

/** Lets through what is printed, and shows the rest. */
async function* printedOf(events: AsyncIterable<WorkerEvent>, shown: ShownByCell): AsyncGenerator<EngineEvent> {
  for await (const event of events) {
    if (event.t === "text" || event.t === "progress") yield event;
    else await shown.take(event);
  }
}

/** The frames and pictures of one cell, in their order. */
class ShownByCell {
  readonly #cx: CellContext;
  /** Which frame is the last one is known at the end only; where that means something, it waits for the next. */
  readonly #waits: boolean;
  #waiting: Frame | undefined;
  /** What came after the frame that waits. */
  #behind: Media[] = [];
  #last: Last | undefined;
  #frames = 0;
  #media = 0;

  constructor(cx: CellContext) {
    this.#cx = cx;
    const { name, title, chart, save, expect, cache } = cx.code.options;
    this.#waits = [name, title, chart, save].some((one) => one !== undefined) || expect.length > 0 || cache;
  }

  async take(event: Exclude<WorkerEvent, { t: "text" | "progress" }>): Promise<void> {
    const { cell, tell } = this.#cx;
    if (event.t === "note") return tell({ t: "note", cell, code: event.code, args: event.args });
    if (event.t === "media") {
      if (!this.#waiting) this.#showMedia(event);
      else if (this.#behind.length <= MEDIA_COUNT) this.#behind.push(event);
      return;
    }
    await this.#flush(false);
    this.#waiting = event;
    if (!this.#waits) await this.#flush(!event.shown);
  }

  /** The last frame. */
  async end(): Promise<Last | undefined> {
    await this.#flush(true);
    return this.#last;
  }

  async #flush(main: boolean): Promise<void> {
    const frame = this.#waiting;
    this.#waiting = undefined;
    if (!frame) return;
    const i = this.#frames++;
    const last = frame.t === "view" ? await showView(this.#cx, i, frame.view, main) : await this.#showRows(frame, main);
    if (last) this.#last = last;
    for (const media of this.#behind.splice(0)) this.#showMedia(media);
  }

  async #showRows({ ipc, more }: Extract<Frame, { t: "rows" }>, main: boolean): Promise<Last | undefined> {
    const { name, save, expect } = this.#cx.code.options;
    if (more && main && (name !== undefined || save || expect.length > 0)) throw new BetweenError("cell.frame-cut");
    const events = async function* (): AsyncGenerator<EngineEvent> {
      for (const event of localRows(ipc))
        yield event.t === "batch" && more ? { ...event, rows: event.rows + 1 } : event;
    };
    const shown = { limit: Infinity, main, ...(name !== undefined && { name }) };
    const { held } = await takeIn(this.#cx, events(), shown);
    return held && { held };
  }

  #showMedia({ mime, data }: Media): void {
    const { cell, tell, run } = this.#cx;
    const note = (code: string, args: Record<string, number | string>) => tell({ t: "note", cell, code, args });
    this.#media += 1;
    if (this.#media === MEDIA_COUNT + 1) note("cell.media-too-many", { limit: MEDIA_COUNT });
    if (this.#media > MEDIA_COUNT) return;
    const before = run.journal.view.cells.flatMap(({ media = [] }) => media.map((one) => one.data.length));
    if (before.reduce((sum, units) => sum + units, data.length) > RUN_UNITS)
      return note("cell.media-run-full", { limit: RUN_UNITS });
    if (data.length > MEDIA_UNITS)
      return note("cell.media-too-large", { mime, units: data.length, limit: MEDIA_UNITS });
    tell({ t: "media", cell, mime, data, after: run.journal.view.cells[cell]?.results.length ?? 0 });
  }
}

/** Every word of the code, in strings too: `spark.table("logs")` names a source. */
const wordsOf = (code: string): Word[] =>
  [...code.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].map(({ 0: name, index }) => ({
    name,
    start: index,
    end: index + name.length,
  }));
