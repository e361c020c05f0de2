import type { Args, BetweenError, Code } from "../../protocol/errors.ts";

/** What there is to know of the group of workers, as one look found it. */
export type Seen = {
  /** Machines that the group is to have. */
  desired: number;
  min: number;
  max: number;
  /** Workers that can compute: in service at the group, and registered at the Spark master where one is named. */
  have: number;
};

/** One who needs workers: a cell that runs, a question about a result. */
export type Holder = {
  id: number;
  since: number;
  /** The workers that it waited for have come. */
  going: boolean;
  /** The count of workers that it was told last. */
  told?: number;
};

/** Times are milliseconds since 1970, of this machine's clock. */
export type ClusterState = {
  settings: ClusterSettings;
  holders: readonly Holder[];
  /** When the next tick is due. */
  due?: number;
  /** How many workers this server's mark asks for; it stands until they have been idle for long enough. */
  marked: number;
  /** The last look, absent while nothing is known or what was known is too old to rely on. */
  seen?: Seen;
  /** The workers that were there last, and when the last one came or more were asked for. */
  arrived: { have: number; at: number };
  /** Since when this server needs no workers; absent while it does. */
  idleSince?: number;
  /** What kept the last machine from coming. */
  trouble?: BetweenError;
};

export type ClusterSettings = {
  group: string;
  /** Workers that a run gets, at most. */
  max: number;
  /** Milliseconds without work after which they go. */
  idleMs: number;
};

export type ClusterEvent = { at: number } & (
  | { t: "hold"; id: number }
  | { t: "release"; id: number }
  /** When the next tick is due; none: `undefined`. */
  | { t: "due"; due: number | undefined }
  | { t: "seen"; seen: Seen }
  /** A look or a change of the group failed, or a machine did not come. `fatal`: waiting longer does not help. */
  | { t: "trouble"; error: BetweenError; fatal: boolean }
  | { t: "time" }
);

export type ClusterEffect =
  /** This server's mark, which keeps other servers from sending workers away. 0: none. Performed before what follows. */
  | { do: "mark"; want: number }
  | { do: "grow"; to: number }
  /** Sends the workers away, unless another server needs them. */
  | { do: "shrink"; to: number }
  | { do: "tell"; id: number; code: Code; args: Args }
  | { do: "go"; id: number }
  | { do: "fail"; id: number; error: BetweenError };

export const newCluster = (settings: ClusterSettings, at: number): ClusterState => ({
  settings,
  holders: [],
  marked: 0,
  arrived: { have: 0, at },
  idleSince: at,
});
