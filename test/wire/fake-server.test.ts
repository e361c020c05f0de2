import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, it } from "mocha";
import { connect } from "../../protocol/client.ts";
import type { Client } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { sqlNotebook } from "../support/notebooks.ts";

const entry = fileURLToPath(new URL("../support/fake-server.ts", import.meta.url));
const MEGABYTES = 50;

describe("a server over scripted engines", function () {
  this.timeout(60_000);
  let child: ChildProcess;
  let at: { url: string; token: string; state: string; pid: number };
  let client: Client | undefined;

  beforeEach(async () => {
    child = spawn(process.execPath, [entry, "--engines", "a,b,c"], { stdio: ["pipe", "pipe", "inherit"] });
    assert.ok(child.stdout);
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    at = JSON.parse(line) as typeof at;
  });
  afterEach(async () => {
    client?.close();
    client = undefined;
    child.stdin?.end();
    if (child.exitCode === null) await once(child, "exit");
    assert.equal(existsSync(at.state), false, "it leaves nothing behind");
  });

  const open = async (engine = "a") => {
    client = await connect(() => dial(at.url, { token: at.token }), { times: { ping: 200, silent: 1000 } });
    const folder = at.state;
    const { session } = await client.ask<"open">({
      t: "open",
      command: commandId(randomUUID()),
      uri: "file:///n",
      folder,
      engine,
      lifetime: "idle",
    });
    return { client, session };
  };
  const start = async (...cells: string[]) => {
    const opened = await open();
    const text = sqlNotebook(...cells);
    const ask = {
      t: "run",
      command: commandId(randomUUID()),
      session: opened.session,
      uri: "file:///n",
      text,
    } as const;
    const { run } = await opened.client.ask<"run">({ ...ask, params: {}, keepGoing: true, save: false });
    return { ...opened, run };
  };
  const end = async (...cells: string[]): Promise<RunView> => {
    const { client, run } = await start(...cells);
    let last: RunView | undefined;
    for await (const { view } of client.follow(run)) last = view;
    assert.ok(last);
    return last;
  };

  it("has the engines that it was started with, and takes its own token alone", async () => {
    const { client } = await open("c");
    assert.deepEqual(
      client.server.engines.map(({ name }) => name),
      ["a", "b", "c"],
    );
    const wrong = await dial(at.url, { token: "wrong" }).then(
      () => undefined,
      (thrown: unknown) => BetweenError.from(thrown).code,
    );
    assert.equal(wrong, "wire.unauthorized");
  });

  it("does what its SQL says", async () => {
    const view = await end(
      "select 1 -- fake: rows 20000",
      "-- fake: progress 3 steps every 1ms\n-- fake: print hello\n-- fake: columns a int, b double, c date\nselect 1",
      "select 1 -- fake: fail it broke",
      "create x -- fake: none",
    );
    assert.deepEqual(
      view.cells.map(({ state, results }) => [state, results.map(({ rows, extent }) => [rows, extent])]),
      [
        ["done", [[10_000, "more"]]],
        ["done", [[3, "all"]]],
        ["failed", [[3, undefined]]],
        ["done", []],
      ],
    );
    assert.deepEqual(view.cells[1]?.text_out, [{ stream: "stdout", text: "hello\n" }]);
    assert.equal(view.cells[2]?.error?.engineText, "it broke");
  });

  it("keeps its memory and its journal small while a cell prints 50 MB", async () => {
    const view = await end(`select 1 -- fake: text ${MEGABYTES}MB`);
    const [cell] = view.cells;
    assert.equal(cell?.state, "done");
    assert.deepEqual(
      cell.notes.map(({ code, args }) => [code, args]),
      [["cell.text-left-out", { kept: "4,000,000", left: (MEGABYTES * 1e6 - 4e6).toLocaleString("en") }]],
    );
    const shown = cell.text_out.reduce((sum, { text }) => sum + text.length, 0);
    assert.ok(shown < 512 * 1024, String(shown));
    assert.ok(cell.text_out[0]?.text.startsWith("line 0 ..."));
    const [server = ""] = await readdir(join(at.state, "servers"));
    const journal = await stat(join(at.state, "servers", server, "runs", view.run, "1.log"));
    assert.ok(journal.size < 6e6, `${journal.size} bytes of journal`);
    if (process.platform !== "linux") return;
    const peak = Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${at.pid}/status`, "utf8"))?.[1]) * 1024;
    assert.ok(peak < 500e6, `${peak} bytes of memory`);
  });

  it("falls silent when told, and is found again with all that happened meanwhile", async () => {
    const { client, run } = await start("select 1 -- fake: mute 2s", "select 1 -- fake: rows 7");
    const states: string[] = [];
    client.onState((state) => states.push(state));
    let last: RunView | undefined;
    for await (const { view } of client.follow(run)) last = view;
    assert.equal(last?.state, "done");
    assert.equal(last.cells[1]?.results[0]?.rows, 7);
    assert.ok(states.includes("reconnecting"), states.join());
  });

  it("hangs until it is interrupted", async () => {
    const { client, run } = await start("select 1 -- fake: hang");
    for await (const { view } of client.follow(run)) {
      if (view.cells[0]?.state === "running")
        await client.ask({ t: "interrupt", command: commandId(`stop-${run}`), run });
      if (view.state !== "queued" && view.state !== "running") assert.equal(view.state, "interrupted");
    }
  });
});
