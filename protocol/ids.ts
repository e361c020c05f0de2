/** Ids are strings at run time and different types at compile time, so that a run's id cannot be passed as a session's. */
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** One open notebook on one engine. A UUID: engines key their own session by it. */
export type SessionId = Id<"session">;
/** One execution of a notebook or of some of its cells. Sorts by time: `20261122T052341-3f9a1c04`. */
export type RunId = Id<"run">;
/** Made by the client for each command, so that a command sent twice runs once. A UUID. */
export type CommandId = Id<"command">;
/** Made by the server for each execution on the engine. A UUID, as Spark Connect demands. */
export type OperationId = Id<"operation">;
/** One kernel-server's life-long id: names its folder of journals and spools. */
export type ServerId = Id<"server">;

export const sessionId = (text: string) => text as SessionId;
export const runId = (text: string) => text as RunId;
export const commandId = (text: string) => text as CommandId;
export const operationId = (text: string) => text as OperationId;
export const serverId = (text: string) => text as ServerId;

/** A new run id: UTC second and 32 random bits, so that a folder listing is in order of time. */
export function newRunId(now: Date = new Date()): RunId {
  const second = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return runId(`${second}-${random.toString(16).padStart(8, "0")}`);
}
