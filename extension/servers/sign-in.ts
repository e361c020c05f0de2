import { BetweenError } from "../../protocol/errors.ts";

/** Where a server's token is kept and who is asked for it. */
export type TokenOf = {
  kept(): Promise<string | undefined>;
  /** Asks the person; `refused`: because the server did not take the one it got. Undefined: they want to give none. */
  ask(refused: boolean): Promise<string | undefined>;
  keep(token: string): Promise<void>;
};

/**
 * Tries with the kept token, or asks for one; asks once more when the server refuses it. What worked is kept. Throws
 * `kernels.no-token` when none is given, and what `attempt` throws.
 */
export async function signIn<T>(server: string, tokens: TokenOf, attempt: (token: string) => Promise<T>): Promise<T> {
  const given = async (refused: boolean) => {
    const token = await tokens.ask(refused);
    if (token === undefined) throw new BetweenError("kernels.no-token", { server });
    return token;
  };
  const kept = await tokens.kept();
  let token = kept ?? (await given(false));
  let done: T;
  try {
    done = await attempt(token);
  } catch (thrown) {
    if (!(thrown instanceof BetweenError) || thrown.code !== "wire.unauthorized") throw thrown;
    token = await given(true);
    done = await attempt(token);
  }
  if (token !== kept) await tokens.keep(token);
  return done;
}

/** What a token may be made of: it travels in a header. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]{1,512}$/.test(text);
