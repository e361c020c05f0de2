import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { BetweenError } from "../../protocol/errors.ts";
import type { Role } from "../../protocol/service.ts";
import type { Etag, ObjectStore } from "../store/object-store.ts";

/**
 * All tokens of the servers that share a store, as one object: a server that looks every few seconds whether a token was
 * revoked asks for one object, and each change is one conditional write. A team has some tens of them.
 */
const KEY = "people/tokens/list.json";

const entry = z.strictObject({
  /** Names the token to people: the first digits of its hash. */
  id: z.string(),
  /** SHA-256, hex. A token is 256 random bits, which no guessing finds, so that no slow hash is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  user: z.string(),
  role: z.enum(["viewer", "analyst", "admin"]),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
  expiresAt: z.number().optional(),
});
const list = z.strictObject({ v: z.literal(1), tokens: z.array(entry) });

/** A token as the server keeps it: its hash, whose it is and what it allows. */
export type TokenEntry = z.infer<typeof entry>;

/** Prefixed, so that programs which look for secrets in files know it. */
const PREFIX = "between_";
const ID_CHARS = 10;

export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Throws `token.unreadable` for what is not exactly such a list: it is never overwritten. */
export async function readTokens(
  store: ObjectStore,
  signal?: AbortSignal,
): Promise<{ tokens: readonly TokenEntry[]; etag?: Etag }> {
  const stored = await store.get(KEY, signal);
  if (!stored) return { tokens: [] };
  try {
    return { tokens: list.parse(JSON.parse(Buffer.from(stored.body).toString())).tokens, etag: stored.etag };
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : "it is no JSON";
    throw new BetweenError("token.unreadable", { reason }, { cause });
  }
}

/** Whether there can be a token of somebody of that name. */
export const isUserName = (user: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(user);

/** A new token. It is nowhere but in the answer. Throws `token.name`. */
export async function addToken(
  store: ObjectStore,
  { user, role, expiresAt, now }: { user: string; role: Role; expiresAt?: number; now: number },
): Promise<{ token: string; entry: TokenEntry }> {
  if (!isUserName(user)) throw new BetweenError("token.name", { name: user });
  const token = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  const hash = hashOf(token);
  const id = hash.slice(0, ID_CHARS);
  const made: TokenEntry = { id, hash, user, role, madeAt: now, ...(expiresAt !== undefined && { expiresAt }) };
  await change(store, (tokens) => [...tokens, made]);
  return { token, entry: made };
}

/** Makes the tokens of a user, or the one of that id, invalid. Gives how many. Throws `token.none`. */
export function revokeTokens(store: ObjectStore, name: string): Promise<number> {
  return changeNamed(store, name, () => []);
}

/** Gives the tokens of a user, or the one of that id, another role. Gives how many. Throws `token.none`. */
export function changeRole(store: ObjectStore, name: string, role: Role): Promise<number> {
  return changeNamed(store, name, (token) => [{ ...token, role }]);
}

async function changeNamed(
  store: ObjectStore,
  name: string,
  become: (token: TokenEntry) => TokenEntry[],
): Promise<number> {
  let count = 0;
  await change(store, (tokens) => {
    const isNamed = (token: TokenEntry) => token.user === name || token.id === name;
    count = tokens.filter(isNamed).length;
    if (count === 0) throw new BetweenError("token.none", { name });
    return tokens.flatMap((token) => (isNamed(token) ? become(token) : [token]));
  });
  return count;
}

async function change(
  store: ObjectStore,
  become: (tokens: readonly TokenEntry[]) => readonly TokenEntry[],
): Promise<void> {
  for (;;) {
    const { tokens, etag } = await readTokens(store);
    const body = Buffer.from(JSON.stringify({ v: 1, tokens: become(tokens) }));
    const written =
      etag === undefined ? await store.createIfAbsent(KEY, body) : await store.compareAndSwap(KEY, body, etag);
    if (written !== undefined) return;
  }
}
