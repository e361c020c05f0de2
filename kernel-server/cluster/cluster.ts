import { BetweenError } from "../../protocol/errors.ts";
import type { Args, Code } from "../../protocol/errors.ts";
import type { ServerId } from "../../protocol/ids.ts";
import { takeLease } from "../session/lease.ts";
import type { WorkersSettings } from "../settings/settings.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { aliveWorkers } from "./alive-workers.ts";
import { autoScalingGroup, fatal } from "./auto-scaling-group.ts";
import { RENEW_MS, workerMarks } from "./marks.ts";
import { newCluster } from "./state.ts";
import type { ClusterEffect, ClusterEvent, ClusterState } from "./state.ts";
import { nextLook, step } from "./step.ts";
import type { WorkerGroup } from "./worker-group.ts";

export type Tell = (code: Code, args: Args) => void;

/** Workers that come when they are needed and go when they are idle. */
export interface Cluster {
  /** Whether there were workers when last looked. */
  readonly awake: boolean;
  /**
   * Waits for workers and keeps them until the answer is called. What is waited for, and workers that went away
   * meanwhile, are told. Throws `cluster.*` when none come, `engine.interrupted` when the signal is aborted.
   */
  hold(tell: Tell, signal: AbortSignal): Promise<() => void>;
  /** When the next tick is due, in milliseconds since 1970: workers are there by then. */
  expect(due: number | undefined): void;
  /** Ends the looking. Workers that are there stay for what still runs on the engine, and for the next server. */
  close(): Promise<void>;
}

export type ClusterOptions = {
  settings: WorkersSettings;
  /** Where servers that share the group leave marks for each other. */
  store: ObjectStore;
  server: ServerId;
  log: (line: string) => void;
  /** Absent: the auto-scaling group of the settings. */
  group?: WorkerGroup;
};

type Distribute<T> = T extends unknown ? Omit<T, "at"> : never;
type Waiter = { tell: Tell; go(): void; fail(error: BetweenError): void };

/** Performs what `step` decides. */
export function makeCluster({ settings, store, server, log, ...given }: ClusterOptions): Cluster {
  const { group: name, max, idleMs, master } = settings;
  const group = given.group ?? autoScalingGroup(settings);
  const marks = workerMarks(store, name, server);
  const waiters = new Map<number, Waiter>();
  const over = new AbortController();
  let state: ClusterState = newCluster({ group: name, max, idleMs }, Date.now());
  let written = 0;
  let lookQueued = false;
  let lastId = 0;
  let said = "";
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  function dispatch(event: Distribute<ClusterEvent>): void {
    if (over.signal.aborted) return;
    const [next, effects] = step(state, { ...event, at: Date.now() });
    state = next;
    for (const effect of effects) perform(effect);
    const ms = nextLook(state, Date.now());
    clearTimeout(timer);
    if (ms !== undefined) timer = setTimeout(lookSoon, ms).unref();
  }

  function perform(effect: ClusterEffect): void {
    switch (effect.do) {
      case "mark":
        return effect.want > 0 ? lookSoon() : inTurn(writeMark);
      case "grow":
        log(`cluster: ${name} grows to ${effect.to}`);
        return inTurn(() => group.set(effect.to, over.signal));
      case "shrink":
        return inTurn(() => shrink(effect.to));
      case "tell":
        return waiters.get(effect.id)?.tell(effect.code, effect.args);
      case "go":
        return waiters.get(effect.id)?.go();
      case "fail": {
        waiters.get(effect.id)?.fail(effect.error);
        waiters.delete(effect.id);
      }
    }
  }

  /** One piece of work after the other: a look never overtakes the mark or the change that came before it. */
  function inTurn(work: () => Promise<void>): void {
    last = last.then(async () => {
      if (over.signal.aborted) return;
      try {
        await work();
      } catch (thrown) {
        if (over.signal.aborted) return;
        const error = BetweenError.from(thrown);
        if (said !== error.message) log(`cluster: ${error.message}`);
        said = error.message;
        dispatch({ t: "trouble", error, fatal: fatal.has(error.code) });
      }
    });
  }

  function lookSoon(): void {
    if (lookQueued) return;
    lookQueued = true;
    inTurn(() => {
      lookQueued = false;
      return look();
    });
  }

  async function writeMark(): Promise<void> {
    const want = state.marked;
    if (want === written) return;
    if (want === 0) await marks.remove();
    else {
      await marks.put(want, over.signal);
      // Whoever is sending workers away now did not see the mark; what comes after that is safe.
      await alone(async () => undefined);
    }
    written = want;
  }

  async function look(): Promise<void> {
    await writeMark();
    const { inService, ...found } = await group.look(over.signal);
    const have = master === undefined || inService === 0 ? inService : await registered(master, inService);
    // A need that arose meanwhile is not marked yet; its own look follows.
    if (state.marked !== written) return;
    dispatch({ t: "seen", seen: { ...found, have } });
    const since = state.holders.find(({ going }) => !going)?.since;
    if (since === undefined) return;
    const error = await group.failure(new Date(since), over.signal);
    if (error) dispatch({ t: "trouble", error, fatal: false });
  }

  /** A machine that goes away stays in the master's list for a minute. */
  async function registered(url: string, inService: number): Promise<number> {
    return Math.min(inService, await aliveWorkers(url, over.signal));
  }

  async function shrink(to: number): Promise<void> {
    await writeMark();
    await alone(async (signal) => {
      if (state.marked > 0 || (await marks.othersWant(signal))) return;
      await group.set(to, signal);
      log(`cluster: ${name} shrinks to ${to}`);
    });
  }

  async function alone(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const lease = await takeLease(store, `cluster/${name}`, server, () => undefined, over.signal);
    try {
      await work(AbortSignal.any([lease.lost, over.signal]));
    } finally {
      await lease.release();
    }
  }

  const renewing = setInterval(() => {
    if (written > 0) inTurn(() => marks.put(written, over.signal));
  }, RENEW_MS).unref();
  // What an earlier server left is sent away too when nobody needs it.
  lookSoon();

  return {
    get awake() {
      return (state.seen?.have ?? 0) > 0;
    },

    hold(tell, signal) {
      const id = ++lastId;
      const release = () => {
        if (waiters.delete(id)) dispatch({ t: "release", id });
      };
      return new Promise((resolve, reject) => {
        const interrupted = () => {
          release();
          reject(new BetweenError("engine.interrupted"));
        };
        if (signal.aborted || over.signal.aborted) return interrupted();
        signal.addEventListener("abort", interrupted, { once: true });
        const settled = () => signal.removeEventListener("abort", interrupted);
        waiters.set(id, {
          tell,
          go: () => (settled(), resolve(release)),
          fail: (error) => (settled(), reject(error)),
        });
        dispatch({ t: "hold", id });
      });
    },

    expect: (due) => dispatch({ t: "due", due }),

    async close() {
      over.abort();
      clearTimeout(timer);
      clearInterval(renewing);
      await last;
      for (const { fail } of waiters.values()) fail(new BetweenError("engine.interrupted"));
      if (written > 0 && !state.holders.some(({ going }) => going)) await marks.remove();
    },
  };
}
