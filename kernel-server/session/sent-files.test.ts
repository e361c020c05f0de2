import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { sendFiles } from "../../protocol/local/send-files.ts";
import type { SentFile } from "../../protocol/messages.ts";
import { travellingFiles } from "../../notebook/logs/travelling-files.ts";
import { parse } from "../../notebook/parse.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { Engine } from "../engine/engine.ts";
import { sailEngine } from "../engine/sail/sail-engine.ts";
import { ServiceDesk, ann, never } from "./test-desk.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const told = (path: string, text: string): SentFile => ({ path, hash: hashOf(text), bytes: Buffer.byteLength(text) });
const text = `---
between: 1
sources:
  logs: {path: ./logs/dt=*/*.json, format: json, schema: "user bigint, dt string"}
  far: {path: /nowhere/x.json, format: json, schema: "user bigint"}
  up: {path: ../x.json, format: json, schema: "user bigint"}
---

\`\`\`{sql}
select dt, sum(user) from logs group by dt order by dt
\`\`\`
`;

/** The real engine, which is told that it is on another machine: it has the files or it has not. */
const elsewhere = (): Engine => {
  const engine = sailEngine({ cacheFolder: cacheFolder() });
  return { ...engine, can: { ...engine.can, files: "there" } };
};

describe("files that travel", function () {
  this.timeout(120_000);
  let desk: ServiceDesk;
  let notebook: string;
  let session: SessionId;
  let sent: string[];

  const client = {
    ask: (async (ask: Parameters<typeof desk.service.answer>[0]) => {
      sent.push(ask.t);
      return desk.service.answer(ask, ann, never);
      // SAFETY: the service answers each ask with what the client gives for it.
    }) as Parameters<typeof sendFiles>[0]["ask"],
  };
  const write = async (path: string, body: string) => {
    await mkdir(dirname(join(notebook, path)), { recursive: true });
    await writeFile(join(notebook, path), body);
  };
  const send = async (progress: (sent: number, total: number) => void = () => undefined) => {
    sent = [];
    const paths = await travellingFiles(parse(text).notebook.meta.sources, notebook);
    await sendFiles(client, session, notebook, paths, progress);
    return paths;
  };
  const failed = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (thrown) {
      return BetweenError.from(thrown).code;
    }
    throw new Error("it did not fail");
  };
  const tell = (files: SentFile[]) =>
    desk.service.answer<"files">({ t: "files", session, files }, ann, never).then(({ wanted }) => wanted);
  const part = (file: SentFile, from: number, data: string) =>
    desk.service.answer<"send">(
      { t: "send", session, hash: file.hash, bytes: file.bytes, from, data: Buffer.from(data).toString("base64") },
      ann,
      never,
    );

  beforeEach(async () => {
    notebook = await mkdtemp(join(tmpdir(), "between-notebook-"));
    desk = await ServiceDesk.over(elsewhere());
    const opened = await desk.opened({ folder: notebook });
    assert.equal(opened.sends, true);
    ({ session } = opened);
    for (const day of [1, 2]) await write(`logs/dt=${day}/a.json`, `{"user":${day}}\n`);
    await write("logs/dt=1/_SUCCESS", "");
    await write("other.json", "{}");
    await write("helpers.py", "x = 1\n");
  });
  afterEach(async () => {
    await desk.end();
    await rm(notebook, { recursive: true, force: true });
  });

  it("are those that sources name below the folder and Python beside the notebook, each sent once", async () => {
    assert.deepEqual(await send(), ["helpers.py", "logs/dt=1/a.json", "logs/dt=2/a.json"]);
    assert.deepEqual(sent, ["files", "send", "send", "send"]);
    await send();
    assert.deepEqual(sent, ["files"], "what has not changed is not sent again");
    await write("logs/dt=2/a.json", '{"user":20}\n');
    await send();
    assert.deepEqual(sent, ["files", "send"]);
  });

  it("are what relative sources read on an engine elsewhere, as they are now", async () => {
    await send();
    const first = await desk.run(text, { on: session });
    assert.equal(first.state, "done", JSON.stringify(first.cells[0]?.error));
    assert.deepEqual(
      await desk.rows(first.run, 0),
      [
        ["1", "1"],
        ["2", "2"],
      ],
      JSON.stringify(first.cells[0]?.error),
    );
    await write("logs/dt=3/a.json", '{"user":30}\n');
    await rm(join(notebook, "logs/dt=1"), { recursive: true });
    await send();
    const { run } = await desk.run(text, { on: session });
    assert.deepEqual(await desk.rows(run, 0), [
      ["2", "2"],
      ["3", "30"],
    ]);
  });

  it("tell their columns there before a source names them", async () => {
    const ask = { t: "inspect", session, path: "./logs", format: "json" } as const;
    const inspect = () => desk.service.answer<"inspect">(ask, ann, never);
    assert.equal(await failed(inspect()), "storage.files-not-sent");
    await send();
    const { schema, files, bytes } = await inspect();
    assert.deepEqual(schema.map(({ name }) => name).sort(), ["dt", "user"]);
    assert.deepEqual([files, bytes], [2, 22]);
  });

  it("are needed: a relative path that cannot be seen there is an error that says so", async () => {
    const view = await desk.run(text, { on: session });
    assert.equal(view.cells[0]?.error?.code, "storage.files-not-sent");
    assert.equal(view.cells[0].error.at?.line, 1);
    const { problems } = await desk.analyze(session, text);
    assert.deepEqual(problems.map(({ source, error }) => [source, error.code]).sort(), [
      ["far", "engine.path-not-found"],
      ["up", "storage.path-elsewhere"],
    ]);
    await send();
    const up = await desk.run(
      text.replace("from logs", "from up").replace("dt, ", "").replace("group by dt order by dt", ""),
      { on: session },
    );
    assert.equal(up.cells[0]?.error?.code, "storage.path-elsewhere");
  });

  it("lie for workers in a folder of the session's, and go with it", async () => {
    await send();
    const servers = join(desk.folder, "servers");
    const [server = ""] = await readdir(servers);
    const folder = join(servers, server, "sent", session);
    assert.equal(await readFile(join(folder, "helpers.py"), "utf8"), "x = 1\n");
    await desk.close(session);
    assert.ok(!existsSync(folder));
    assert.ok(!existsSync(join(desk.folder, "sent", session)));
  });

  it("of sessions that are gone, and those that nobody used for long, go when a server starts", async () => {
    await send();
    const left = join(desk.folder, "sent/0-left-by-a-dead-server/1/a.json");
    await mkdir(dirname(left), { recursive: true });
    await writeFile(left, "{}");
    await desk.service.close();
    await desk.restart();
    const kept = async () => {
      const keys: string[] = [];
      for await (const { key } of desk.store.list("files/")) keys.push(key);
      return keys.length;
    };
    assert.deepEqual([existsSync(left), await kept()], [true, 3], "not before their time");
    await desk.service.close();
    await desk.restart({ now: () => Date.now() + 15 * 86_400_000 });
    assert.deepEqual([existsSync(left), await kept()], [false, 0]);
  });

  it("are refused when they are too large, lie outside, or are not what they were said to be", async () => {
    const big: SentFile = { path: "big", hash: hashOf("big"), bytes: 100_000_001 };
    assert.equal(await failed(tell([big])), "storage.files-too-large");
    for (const path of ["../x", "/x", "a/../../x", "a//b", "C:/x", "a\\..\\x", "."])
      assert.equal(await failed(tell([{ ...told("x", "x"), path }])), "storage.files-path", path);
    const file = told("a.txt", "hello");
    assert.deepEqual(await tell([file]), [file.hash]);
    assert.equal(await failed(part(told("b", "other"), 0, "other")), "storage.files-unwanted");
    assert.equal(await failed(part(file, 3, "lo")), "storage.files-order");
    await part(file, 0, "hel");
    await part(file, 0, "hel");
    assert.equal(await failed(part(file, 3, "LO")), "storage.files-changed");
    await part(file, 0, "hel");
    await part(file, 3, "lo");
    assert.deepEqual(await tell([file]), []);
  });

  it("of more than a part arrive whole, with progress", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `{"user":${i},"padding":"${"x".repeat(30)}"}`).join("\n");
    await write("logs/dt=9/large.json", `${rows}\n`);
    const seen: number[] = [];
    await send((done, total) => seen.push(done / total));
    assert.ok(seen.length > 3 && seen.at(-1) === 1);
    const { run } = await desk.run(text.replace("group by", "where dt = '9' group by"), { on: session });
    assert.deepEqual(await desk.rows(run, 0), [["9", String((60_000 * 59_999) / 2)]]);
  });

  it("are not asked for where the engine reads the same disk", async () => {
    const here = await ServiceDesk.over(sailEngine({ cacheFolder: cacheFolder() }));
    try {
      assert.equal((await here.opened({ folder: notebook })).sends, undefined);
      assert.equal((await here.opened({ folder: join(notebook, "of-another-machine") })).sends, true);
    } finally {
      await here.end();
    }
  });
});
