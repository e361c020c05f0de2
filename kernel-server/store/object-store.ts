/**
 * The only shared state: a folder or an S3 bucket. No database anywhere. Keys are `/`-separated, UTF-8, at most 1,024
 * bytes, and may hold any character but NUL.
 */
export interface ObjectStore {
  /** `undefined` when there is no such object. */
  get(key: string, signal?: AbortSignal): Promise<StoredObject | undefined>;
  put(key: string, body: Uint8Array, signal?: AbortSignal): Promise<Etag>;
  /** Deleting what is not there is done already. */
  delete(key: string, signal?: AbortSignal): Promise<void>;
  /** Keys that begin with `prefix`, in byte order, after `after` (exclusive) where given. */
  list(prefix: string, after?: string, signal?: AbortSignal): AsyncIterable<Listed>;
  /** Of racing callers exactly one gets an etag, the others `undefined`. */
  createIfAbsent(key: string, body: Uint8Array, signal?: AbortSignal): Promise<Etag | undefined>;
  /** Replaces the object only while it still has this etag; `undefined` when it does not. */
  compareAndSwap(key: string, body: Uint8Array, etag: Etag, signal?: AbortSignal): Promise<Etag | undefined>;
}

export type Etag = string & { readonly __etag: true };
export type StoredObject = { body: Uint8Array; etag: Etag; modified: Date };
export type Listed = { key: string; bytes: number; modified: Date };
