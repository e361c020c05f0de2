/**
 * A real kernel-server over scripted engines, whose SQL says what happens (`fake-script.ts`): for tests of faults.
 *
 *     node test/support/fake-server.ts [--port 0] [--token T] [--engines a,b,c] [--name N] [--state DIR] [--idle 60s] [--reattach]
 *
 * Prints one line of JSON, {url, token, state, pid}, on standard output, and ends when its standard input closes. Lines
 * on standard input: `mute`, `speak`, `drop` (breaks all sockets). What is in a given state folder stays for the next start.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { serverId } from "../../protocol/ids.ts";
import { serve } from "../../protocol/serve.ts";
import { fakeEngine } from "../../kernel-server/engine/fake.ts";
import { sameSecret } from "../../kernel-server/door.ts";
import { listen } from "../../kernel-server/listen.ts";
import { makeService } from "../../kernel-server/session/make-service.ts";
import { folderStore } from "../../kernel-server/store/folder.ts";
import { fakeScript } from "./fake-script.ts";
import { MutableDoor } from "./mutable-door.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    token: { type: "string", default: randomBytes(16).toString("hex") },
    engines: { type: "string", default: "fake" },
    name: { type: "string", default: "fake server" },
    state: { type: "string" },
    idle: { type: "string" },
    reattach: { type: "boolean", default: false },
  },
});
const { token, state = mkdtempSync(join(tmpdir(), "between-fake-")) } = values;
mkdirSync(state, { recursive: true });
const log = (line: string) => console.error(line);
const door = new MutableDoor();
const script = fakeScript(door);
const service = await makeService({
  engines: values.engines.split(",").map((name) => fakeEngine(script, { name, reattach: values.reattach })),
  store: folderStore(join(state, "store")),
  state,
  serverId: serverId(randomUUID()),
  version: "0.0.0-fake",
  name: values.name,
  ...(values.idle !== undefined && { idleMs: Number.parseFloat(values.idle) * 1000 }),
  log,
});
const listening = await listen({
  host: "127.0.0.1",
  port: Number(values.port),
  authenticate: (given) => (sameSecret(given, token) ? { user: "tester", role: "admin" } : undefined),
  connect: (channel, who) => serve(door.through(channel), service, who),
  log,
});
console.log(JSON.stringify({ url: listening.url, token, state, pid: process.pid }));

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "mute") door.mute(undefined);
  else if (line === "speak") door.speak();
  else if (line === "drop") door.drop();
  else log(`no such order: ${line}`);
}
await listening.close();
await service.close();
if (values.state === undefined) await rm(state, { recursive: true, force: true });
process.exit(0);
