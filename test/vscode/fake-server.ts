/** The server over scripted engines of `test/support/fake-server.ts`, as a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../support/between.ts";

export type FakeServer = { url: string; token: string; end(): Promise<void> };

export async function startFakeServer(...flags: readonly string[]): Promise<FakeServer> {
  const child = spawn(process.execPath, [join(root, "test/support/fake-server.ts"), ...flags], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string]; // SAFETY: readline's.
  const { url, token } = JSON.parse(line) as { url: string; token: string }; // SAFETY: what it says that it prints.
  return {
    url,
    token,
    end: async () => {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}
