import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { Client } from "../../protocol/client.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { cellText, decodePage } from "../../protocol/values/page.ts";
import { makeServerDesk, type ServerDesk } from "./server-desk.ts";

const text = `---
between: 1
sources:
  logs: {path: ./logs/a.json, format: json, schema: "n bigint"}
  up: {path: ../secret.json, format: json, schema: "n bigint"}
---

\`\`\`{sql}
select 1 as one
\`\`\`

\`\`\`{sql}
select sum(n) from logs
\`\`\`

\`\`\`{python}
print(6 * 7)
\`\`\`

\`\`\`{sql}
select * from up
\`\`\`

\`\`\`{sql}
select 2 as logs -- of its own
\`\`\`

\`\`\`{python}
import time
time.sleep(3)
\`\`\`

\`\`\`{sql}
select count(*) from logs
\`\`\`
`;

describe("a notebook on its user's machine, and a server with an embedded engine on another", function () {
  this.timeout(120_000);
  let desk: ServerDesk;
  let client: Client;
  let session: SessionId;
  beforeEach(async () => {
    desk = await makeServerDesk("engines: {embedded: {}}");
    client = await desk.client(await desk.token("ann", "analyst"));
    const opened = await client.ask({
      t: "open",
      command: commandId(randomUUID()),
      uri: "file:///home/ann/n.between-nb",
      folder: "/home/ann-of-another-machine",
      lifetime: "idle",
    });
    assert.equal(opened.sends, true);
    ({ session } = opened);
  });
  afterEach(() => desk.end());

  const start = async (cells?: number[]): Promise<RunId> => {
    const ask = { t: "run", command: commandId(randomUUID()), session, uri: "file:///n", text, params: {} } as const;
    return (await client.ask({ ...ask, keepGoing: true, save: false, ...(cells && { cells }) })).run;
  };
  const ended = async (run: RunId): Promise<RunView> => {
    let view: RunView | undefined;
    for await (const step of client.follow(run)) view = step.view;
    assert.ok(view);
    return view;
  };
  const run = async (cells?: number[]) => ended(await start(cells));
  const stateOf = ({ cells }: RunView) => cells.map(({ state, error }) => error?.code ?? state);
  const rowsOf = async ({ run }: RunView, result: number) => {
    const { body } = await client.ask({ t: "rows", run, result, from: 0 });
    const parts: Uint8Array[] = [];
    for await (const part of client.body(body)) parts.push(part);
    const page = decodePage(Buffer.concat(parts));
    return Array.from({ length: page.rows }, (_, row) => cellText(page, row, 0, { timezone: "UTC" }));
  };
  const send = async (path: string, body: string) => {
    const data = Buffer.from(body);
    const file = { path, hash: createHash("sha256").update(data).digest("hex"), bytes: data.length };
    const { wanted } = await client.ask({ t: "files", session, files: [file] });
    for (const hash of wanted)
      await client.ask({ t: "send", session, hash, bytes: file.bytes, from: 0, data: data.toString("base64") });
  };

  it("fail only in the cells that need files, while none were sent", async () => {
    const view = await run([0, 1, 2, 3, 4]);
    assert.deepEqual(stateOf(view).slice(0, 5), [
      "done",
      "storage.files-not-sent",
      "done",
      "storage.path-elsewhere",
      "done",
    ]);
    const [, needy] = view.cells;
    assert.deepEqual(needy?.error?.args, { path: "./logs/a.json" });
    assert.deepEqual(needy.error.at && [needy.error.at.line, needy.error.at.column], [1, 20]);
    assert.ok(!JSON.stringify(view).includes(desk.folder), "no path of the server is told");
  });

  it("read the files once they were sent, in the same session", async () => {
    await run([0, 1]);
    await send("logs/a.json", '{"n":20}\n{"n":22}\n');
    const view = await run([1]);
    assert.equal(view.cells[1]?.state, "done", JSON.stringify(view.cells[1]?.error));
    assert.deepEqual(await rowsOf(view, 0), ["42"]);
  });

  it("name files as the notebook does where something else is wrong with them", async () => {
    await send("other.json", "{}\n");
    const missing = await run([1]);
    assert.equal(missing.cells[1]?.error?.code, "engine.path-not-found");
    assert.deepEqual(missing.cells[1].error.args, { path: "./logs/a.json", nearest: ".", holds: "other.json" });
    await send("logs/a.json", '{"n":1}\n{"n":\n');
    const bad = await run([1]);
    assert.equal(bad.cells[1]?.error?.code, "engine.bad-line");
    assert.match(String(bad.cells[1].error.args["file"]), /^(?:\.\/)?logs\/a\.json$/);
    assert.ok(!JSON.stringify([missing, bad]).includes(desk.folder));
  });

  it("let what runs go on with the files that it began with", async () => {
    await send("logs/a.json", '{"n":1}\n');
    const going = await start([5, 6]);
    await client.ask({ t: "files", session, files: [{ path: "logs/a.json", hash: "0".repeat(64), bytes: 9 }] });
    assert.deepEqual(stateOf(await ended(going)).slice(5), ["done", "done"]);
    assert.deepEqual(stateOf(await run([1]))[1], "storage.files-not-sent");
  });

  it("tell nothing of files before they are sent, and what they hold after that", async () => {
    const inspect = () => client.ask({ t: "inspect", session, path: "./logs/a.json", format: "json" });
    await assert.rejects(inspect(), { code: "storage.files-not-sent", args: { path: "./logs/a.json" } });
    const before = await client.ask({ t: "analyze", session, text, params: {} });
    assert.deepEqual(
      before.problems.map(({ error }) => error.code),
      ["storage.path-elsewhere"],
    );
    await send("logs/a.json", '{"n":1}\n');
    assert.equal((await inspect()).files, 1);
    const after = await client.ask({ t: "analyze", session, text, params: {} });
    assert.ok(after.tables.some(({ name }) => name === "logs"));
  });
});
