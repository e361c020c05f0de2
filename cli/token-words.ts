import { z } from "zod";

/** Where a server's state is, as verbs that work on it take it. */
export const stateOptions = {
  config: { kind: "one", value: "FILE", about: "cli.option.config" },
  state: { kind: "one", value: "PLACE", about: "cli.option.state-place" },
} as const;

/** What the kernel-server's executable tells of a token. */
export const tokenLine = z.object({
  id: z.string(),
  user: z.string(),
  role: z.string(),
  madeAt: z.number(),
  expiresAt: z.number().optional(),
});
export const tokenList = z.object({ tokens: z.array(tokenLine), now: z.number() });
export const newToken = tokenLine.extend({ token: z.string() });
export const changed = z.object({ count: z.number() });
