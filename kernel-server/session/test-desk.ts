import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, serverId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import type { Answers, ResultQuery, RunEvent, RunRecord, RunView } from "../../protocol/messages.ts";
import { runRecord } from "../../protocol/messages.ts";
import { applyEvent, hasEnded } from "../../protocol/run-view.ts";
import type { AskOf, Who } from "../../protocol/service.ts";
import { cellText, decodePage } from "../../protocol/values/page.ts";
import type { Engine } from "../engine/engine.ts";
import { fakeEngine } from "../engine/fake.ts";
import type { FakeEngine, Script } from "../engine/fake.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { folderStore } from "../store/folder.ts";
import { makeService } from "./make-service.ts";
import type { ServiceOptions, SessionService } from "./make-service.ts";
import { gather } from "./spool/page.ts";

export const ann: Who = { user: "ann", role: "analyst" };

type More = Partial<ServiceOptions>;

/** A server of its own over an engine, in a folder of its own: what the tests of sessions sit at. */
export class ServiceDesk<E extends Engine = Engine> {
  readonly folder: string;
  readonly engine: E;
  readonly store: ObjectStore;
  service: SessionService;
  readonly #more: More;

  protected constructor(folder: string, engine: E, service: SessionService, more: More) {
    this.folder = folder;
    this.engine = engine;
    this.service = service;
    this.#more = more;
    this.store = folderStore(join(folder, "store"));
  }

  static async over<E extends Engine>(engine: E, more: More = {}): Promise<ServiceDesk<E>> {
    const folder = await mkdtemp(join(tmpdir(), "between-session-"));
    return new ServiceDesk(folder, engine, await serviceIn(folder, engine, more), more);
  }

  /** Another server over the same folder, as after a restart. */
  async restart(more: More = {}): Promise<void> {
    this.service = await serviceIn(this.folder, this.engine, { ...this.#more, ...more });
  }

  async end(): Promise<void> {
    await this.service.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async open(lifetime: "run" | "idle" = "idle"): Promise<SessionId> {
    return (await this.opened({ lifetime })).session;
  }

  /** The whole answer to an open. */
  opened(more: Partial<AskOf<"open">> = {}, who = ann): Promise<Answers["open"]> {
    const command = commandId(randomUUID());
    const ask = { t: "open", command, uri: "file:///n.between-nb", folder: this.folder, lifetime: "idle" } as const;
    return this.service.answer<"open">({ ...ask, ...more }, who, never);
  }

  async close(session: SessionId): Promise<void> {
    await this.service.answer<"close">({ t: "close", command: commandId(randomUUID()), session }, ann, never);
  }

  /** Asks about a result and follows the answer to its end. */
  async query(run: RunId, query: ResultQuery, result = 0): Promise<RunView> {
    return this.ended(await this.ask(run, query, result));
  }

  async ask(run: RunId, query: ResultQuery, result = 0, who = ann): Promise<RunId> {
    const ask: AskOf<"query"> = { t: "query", command: commandId(randomUUID()), run, result, query };
    return (await this.service.answer<"query">(ask, who, never)).run;
  }

  /** Asks and gives the rows of the answer as text; throws what it failed with. */
  async answer(run: RunId, query: ResultQuery, result = 0): Promise<string[][]> {
    const { run: asked, cells } = await this.query(run, query, result);
    const [cell] = cells;
    if (cell?.error) throw BetweenError.fromWire(cell.error);
    return this.rows(asked, 0, { rows: 1_000_000 });
  }

  analyze(
    session: SessionId,
    text: string,
    params: AskOf<"analyze">["params"] = {},
    signal: AbortSignal = never,
  ): Promise<Answers["analyze"]> {
    return this.service.answer<"analyze">({ t: "analyze", session, text, params }, ann, signal);
  }

  /** Begins a run of SQL cells, or of a notebook's text. */
  async start(session: SessionId, cells: readonly string[] | string, more: Partial<AskOf<"run">> = {}): Promise<RunId> {
    const text = typeof cells === "string" ? cells : cells.map(sqlCell).join("");
    const ask: AskOf<"run"> = {
      t: "run",
      command: commandId(randomUUID()),
      session,
      uri: "file:///n.between-nb",
      text,
      params: {},
      keepGoing: false,
      save: false,
      ...more,
    };
    return (await this.service.answer<"run">(ask, ann, never)).run;
  }

  /** Runs cells to the run's end. */
  async run(
    cells: readonly string[] | string,
    more: Partial<AskOf<"run">> & { on?: SessionId } = {},
  ): Promise<RunView> {
    const { on, ...ask } = more;
    return this.ended(await this.start(on ?? (await this.open("run")), cells, ask));
  }

  /** Follows a run until it has ended, or until `enough` says so. */
  async ended(
    run: RunId,
    enough: (view: RunView, events: readonly RunEvent[]) => boolean = () => false,
  ): Promise<RunView> {
    const stop = new AbortController();
    const told = await this.service.answer<"subscribe">({ t: "subscribe", run }, ann, stop.signal);
    if (told.recovered) throw new Error("recovered without a cursor");
    let { view } = told;
    const events: RunEvent[] = [];
    if (enough(view, events)) return view;
    for await (const { event } of told.events) {
      events.push(event);
      view = applyEvent(view, event);
      if (enough(view, events)) break;
    }
    stop.abort();
    return view;
  }

  async interrupt(run: RunId): Promise<void> {
    await this.service.answer<"interrupt">({ t: "interrupt", command: commandId(randomUUID()), run }, ann, never);
  }

  /** Rows of a result as text. */
  async rows(run: RunId, result: number, more: Partial<AskOf<"rows">> = {}): Promise<string[][]> {
    const { body } = await this.service.answer<"rows">({ t: "rows", run, result, from: 0, ...more }, ann, never);
    return texts(await gather(body));
  }

  async record(run: RunId): Promise<RunRecord> {
    const { body } = await this.service.answer<"record">({ t: "record", run }, ann, never);
    return runRecord.parse(JSON.parse(Buffer.from(await gather(body)).toString()));
  }
}

/** The same over a scripted engine. */
export class Desk extends ServiceDesk<FakeEngine> {
  static async make(script: Script, more: More & { reattach?: boolean } = {}): Promise<Desk> {
    const { reattach = false, ...options } = more;
    const folder = await mkdtemp(join(tmpdir(), "between-session-"));
    const engine = fakeEngine(script, { reattach });
    return new Desk(folder, engine, await serviceIn(folder, engine, options), options);
  }
}

export const never: AbortSignal = new AbortController().signal;
export const sqlCell = (code: string): string => `\`\`\`{sql}\n${code}\n\`\`\`\n\n`;

export function texts(ipc: Uint8Array): string[][] {
  const page = decodePage(ipc);
  return Array.from({ length: page.rows }, (_, r) =>
    page.columns.map((_, c) => cellText(page, r, c, { timezone: "UTC" })),
  );
}

export const isOver = (view: RunView): boolean => hasEnded(view.state);

function serviceIn(folder: string, engine: Engine, more: More): Promise<SessionService> {
  return makeService({
    engines: [engine],
    store: folderStore(join(folder, "store")),
    state: folder,
    serverId: serverId(randomUUID()),
    version: "0.1.0",
    name: "test",
    stopMs: 200,
    ...more,
  });
}
