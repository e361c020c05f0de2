import { BetweenError } from "../../protocol/errors.ts";
import type { ClusterEffect, ClusterEvent, ClusterState, Holder, Seen } from "./state.ts";

/** Workers are called this long before a tick is due: a machine boots and joins in two to four minutes. */
export const LEAD_MS = 5 * 60_000;
/** Who has some workers, but not all, goes on when no more came for this long; the others join while it runs. */
export const SETTLE_MS = 60_000;
/** So long is waited for the first worker. */
export const GIVE_UP_MS = 15 * 60_000;

type Next = [ClusterState, ClusterEffect[]];

/** What is done about the workers next, decided without doing anything. The effects are performed by `cluster.ts`. */
export function step(state: ClusterState, event: ClusterEvent): Next {
  const { at } = event;
  switch (event.t) {
    case "hold":
      return advance({ ...state, holders: [...state.holders, { id: event.id, since: at, going: false }] }, at, []);
    case "release":
      return advance({ ...state, holders: state.holders.filter(({ id }) => id !== event.id) }, at, []);
    case "due": {
      const { due: _, ...rest } = state;
      return advance(event.due === undefined ? rest : { ...rest, due: event.due }, at, []);
    }
    case "seen": {
      const { have } = event.seen;
      const arrived = { have, at: have > state.arrived.have ? at : state.arrived.at };
      return advance({ ...state, seen: event.seen, arrived }, at, []);
    }
    case "trouble": {
      const { error, fatal } = event;
      const effects: ClusterEffect[] = [];
      const waiting = state.holders.filter(({ going }) => !going);
      const next = { ...state, trouble: error };
      if (fatal) return advance(failAll(next, error, effects), at, effects);
      if (state.trouble?.message !== error.message) {
        for (const { id } of waiting) effects.push({ do: "tell", id, code: error.code, args: error.args });
      }
      return advance(next, at, effects);
    }
    case "time":
      return advance(state, at, []);
  }
}

/** When the group is to be looked at again, in milliseconds from `at`; `undefined`: when something happens. */
export function nextLook(state: ClusterState, at: number): number | undefined {
  const { seen, holders, settings, idleSince, due, marked } = state;
  if (holders.some(({ going }) => !going)) return 5_000;
  if (idleSince === undefined) return 30_000;
  if (!seen) return 60_000;
  const untilDue = due === undefined ? Infinity : due - LEAD_MS - at;
  const untilGone = marked > 0 || seen.desired > seen.min ? idleSince + settings.idleMs - at : Infinity;
  const next = Math.max(0, Math.min(untilDue, untilGone, marked > 0 ? 30_000 : Infinity));
  return next === Infinity ? undefined : next;
}

/** Something runs here, or will soon. A tick whose time is over has holders of its own by then. */
function demanded({ holders, due, settings }: ClusterState, at: number): boolean {
  return holders.length > 0 || (due !== undefined && at >= due - LEAD_MS && at < due + settings.idleMs);
}

function advance(before: ClusterState, at: number, effects: ClusterEffect[]): Next {
  const demand = demanded(before, at);
  const { idleSince, ...rest } = before;
  let state: ClusterState = demand ? rest : { ...rest, idleSince: idleSince ?? at };
  const kept = before.marked > 0 && at - (state.idleSince ?? at) < state.settings.idleMs;
  const want = demand || kept ? state.settings.max : 0;
  if (want !== before.marked) {
    effects.push({ do: "mark", want });
    state = { ...state, marked: want };
  }
  if (before.marked === 0 && want > 0) {
    // Another server may send the workers away until it sees the mark: only a look after it can be relied on.
    const { seen: _, trouble: __, ...unseen } = state;
    state = unseen;
  }
  if (state.seen) state = demand ? serve(state, state.seen, at, effects) : leave(state, state.seen, at, effects);
  return [{ ...state, holders: giveUp(state, at, effects) }, effects];
}

/** Grows the group to what is needed and lets those go on whose workers have come. */
function serve(state: ClusterState, seen: Seen, at: number, effects: ClusterEffect[]): ClusterState {
  const { group, max } = state.settings;
  const want = Math.min(max, seen.max);
  if (want < 1) return failAll(state, new BetweenError("cluster.group-closed", { group }), effects);
  const grows = seen.desired < want;
  if (grows) effects.push({ do: "grow", to: want });
  const arrived = grows ? { ...state.arrived, at } : state.arrived;
  const { have } = seen;
  const enough = have >= want || (have >= 1 && at - arrived.at >= SETTLE_MS);
  const tell = (id: number, code: "cluster.waiting" | "cluster.fewer" | "cluster.worker-lost") =>
    effects.push({ do: "tell", id, code, args: { have, want } });
  const holders = state.holders.map((holder): Holder => {
    const { id, going, told } = holder;
    if (going) {
      if (told !== undefined && have < told) tell(id, "cluster.worker-lost");
    } else if (enough) {
      if (told !== undefined && have < want) tell(id, "cluster.fewer");
      effects.push({ do: "go", id });
    } else if (told !== have) tell(id, "cluster.waiting");
    return { ...holder, going: going || enough, told: have };
  });
  return { ...state, holders, arrived, seen: { ...seen, desired: Math.max(seen.desired, want) } };
}

/** Sends the workers away when they have had nothing to do for long enough. */
function leave(state: ClusterState, seen: Seen, at: number, effects: ClusterEffect[]): ClusterState {
  const { idleSince = at, settings } = state;
  if (seen.desired <= seen.min || at - idleSince < settings.idleMs) return state;
  effects.push({ do: "shrink", to: seen.min });
  // Asked once for each look: what came of it is seen by the next.
  const { seen: _, ...unseen } = state;
  return unseen;
}

function failAll(state: ClusterState, error: BetweenError, effects: ClusterEffect[]): ClusterState {
  for (const { id, going } of state.holders) if (!going) effects.push({ do: "fail", id, error });
  return { ...state, holders: state.holders.filter(({ going }) => going) };
}

/** Those who waited too long fail, with what is known of the reason. */
function giveUp(state: ClusterState, at: number, effects: ClusterEffect[]): Holder[] {
  const { trouble, settings, seen } = state;
  return state.holders.filter(({ id, going, since }) => {
    if (going || at - since < GIVE_UP_MS || (seen?.have ?? 0) > 0) return true;
    const reason = trouble?.engineText ?? trouble?.args.reason;
    const error = new BetweenError(
      "cluster.no-workers",
      { minutes: GIVE_UP_MS / 60_000, group: settings.group },
      { cause: trouble, ...(reason !== undefined && { engineText: String(reason) }) },
    );
    effects.push({ do: "fail", id, error });
    return false;
  });
}
