import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { decodeBody, decodeToClient, decodeToServer, encodeBody, encodeMessage } from "./codec.ts";
import { commandId, runId, sessionId } from "./ids.ts";
import { JSON_DEPTH, MESSAGE_BYTES } from "./limits.ts";
import { ask, CHUNK_BYTES, runEvent, toClient, toServer } from "./messages.ts";
import type { Ask, RunEvent, ToClient, ToServer } from "./messages.ts";

const command = commandId("c1");
const run = runId("r1");
const session = sessionId("s1");

/** Every kind of ask, event and message once, with its frame as a literal. A change here is a change of the protocol. */
const hash = "a".repeat(64);
const asks: [Ask, string][] = [
  [
    { t: "open", command, uri: "file:///a", folder: "/a", engine: "prod", lifetime: "idle" },
    '{"t":"open","command":"c1","uri":"file:///a","folder":"/a","engine":"prod","lifetime":"idle"}',
  ],
  [{ t: "close", command, session }, '{"t":"close","command":"c1","session":"s1"}'],
  [{ t: "sessions" }, '{"t":"sessions"}'],
  [
    {
      t: "run",
      command,
      session,
      uri: "file:///a",
      text: "```{sql}\n",
      cells: [0],
      params: { day: "today", os: ["a", "b"] },
      declare: [{ name: "n", type: "integer" }],
      keepGoing: false,
      save: true,
    },
    '{"t":"run","command":"c1","session":"s1","uri":"file:///a","text":"```{sql}\\n","cells":[0],"params":{"day":"today","os":["a","b"]},"declare":[{"name":"n","type":"integer"}],"keepGoing":false,"save":true}',
  ],
  [{ t: "interrupt", command, run }, '{"t":"interrupt","command":"c1","run":"r1"}'],
  [{ t: "subscribe", run, cursor: { epoch: 1, seq: 7 } }, '{"t":"subscribe","run":"r1","cursor":{"epoch":1,"seq":7}}'],
  [{ t: "unsubscribe", run }, '{"t":"unsubscribe","run":"r1"}'],
  [
    { t: "rows", run, result: 0, from: 10, rows: 5, follow: true },
    '{"t":"rows","run":"r1","result":0,"from":10,"rows":5,"follow":true}',
  ],
  [{ t: "value", run, result: 0, row: 1, column: 2 }, '{"t":"value","run":"r1","result":0,"row":1,"column":2}'],
  [
    { t: "export", command, run, result: 0, format: "csv" },
    '{"t":"export","command":"c1","run":"r1","result":0,"format":"csv"}',
  ],
  [
    {
      t: "query",
      command,
      run,
      result: 0,
      query: {
        of: "rows",
        where: [{ column: 1, is: ">=", value: "7" }],
        order: [{ column: 0, direction: "descending" }],
        limit: 5,
      },
    },
    '{"t":"query","command":"c1","run":"r1","result":0,"query":{"of":"rows","where":[{"column":1,"is":">=","value":"7"}],"order":[{"column":0,"direction":"descending"}],"limit":5}}',
  ],
  [
    { t: "analyze", session, text: "```{sql}\n", params: { day: "today" } },
    '{"t":"analyze","session":"s1","text":"```{sql}\\n","params":{"day":"today"}}',
  ],
  [{ t: "runs", uri: "file:///a", limit: 3 }, '{"t":"runs","uri":"file:///a","limit":3}'],
  [{ t: "record", run }, '{"t":"record","run":"r1"}'],
  [
    { t: "inspect", session, path: "./logs", format: "json" },
    '{"t":"inspect","session":"s1","path":"./logs","format":"json"}',
  ],
  [
    { t: "files", session, files: [{ path: "logs/a.json", hash, bytes: 3 }] },
    `{"t":"files","session":"s1","files":[{"path":"logs/a.json","hash":"${hash}","bytes":3}]}`,
  ],
  [
    { t: "send", session, hash, bytes: 3, from: 0, data: "YWJj" },
    `{"t":"send","session":"s1","hash":"${hash}","bytes":3,"from":0,"data":"YWJj"}`,
  ],
  [{ t: "results", prefix: "growth/" }, '{"t":"results","prefix":"growth/"}'],
];

const events: [RunEvent, string][] = [
  [{ t: "run", at: 1, state: "running" }, '{"t":"run","at":1,"state":"running"}'],
  [
    {
      t: "cell",
      cell: 0,
      at: 2,
      state: "failed",
      error: { code: "wire.closed", args: {}, at: { line: 1, column: 2 } },
      ms: 1.5,
    },
    '{"t":"cell","cell":0,"at":2,"state":"failed","error":{"code":"wire.closed","args":{},"at":{"line":1,"column":2}},"ms":1.5}',
  ],
  [
    { t: "result", cell: 0, result: 0, name: "dau", schema: [{ name: "a", type: "int", nullable: true }], main: true },
    '{"t":"result","cell":0,"result":0,"name":"dau","schema":[{"name":"a","type":"int","nullable":true}],"main":true}',
  ],
  [
    { t: "rows", result: 0, rows: 3, bytes: 64, extent: "all" },
    '{"t":"rows","result":0,"rows":3,"bytes":64,"extent":"all"}',
  ],
  [{ t: "text", cell: 0, stream: "stdout", text: "해\n" }, '{"t":"text","cell":0,"stream":"stdout","text":"해\\n"}'],
  [
    { t: "media", cell: 0, mime: "image/png", data: "iVBO", after: 1 },
    '{"t":"media","cell":0,"mime":"image/png","data":"iVBO","after":1}',
  ],
  [
    { t: "progress", cell: 0, done: 1, total: 4, bytesRead: 9 },
    '{"t":"progress","cell":0,"done":1,"total":4,"bytesRead":9}',
  ],
  [
    { t: "check", cell: 0, level: "warn", code: "x", args: { min: 1 } },
    '{"t":"check","cell":0,"level":"warn","code":"x","args":{"min":1}}',
  ],
  [
    { t: "saved", cell: 0, result: 0, to: "/d", format: "delta", rows: 3, replaced: "all" },
    '{"t":"saved","cell":0,"result":0,"to":"/d","format":"delta","rows":3,"replaced":"all"}',
  ],
  [{ t: "note", cell: 0, code: "x", args: {} }, '{"t":"note","cell":0,"code":"x","args":{}}'],
  [{ t: "value", name: "dau.users", text: "12" }, '{"t":"value","name":"dau.users","text":"12"}'],
];

const messagesToServer: [ToServer, string][] = [
  [
    { t: "hello", protocol: { min: 1, max: 1 }, client: "between 0.1.0", features: [], holds: [session] },
    '{"t":"hello","protocol":{"min":1,"max":1},"client":"between 0.1.0","features":[],"holds":["s1"]}',
  ],
  ...asks.map(([one, text], id): [ToServer, string] => [
    { t: "ask", id, ask: one },
    `{"t":"ask","id":${id},"ask":${text}}`,
  ]),
  [{ t: "cancel", id: 3 }, '{"t":"cancel","id":3}'],
  [{ t: "credit", body: 1, bytes: 262144 }, '{"t":"credit","body":1,"bytes":262144}'],
  [{ t: "drop", body: 1 }, '{"t":"drop","body":1}'],
  [{ t: "ping", at: 5 }, '{"t":"ping","at":5}'],
];

const messagesToClient: [ToClient, string][] = [
  [
    {
      t: "hello",
      protocol: 1,
      server: "a",
      version: "0.1.0",
      features: [],
      engines: [{ name: "embedded", label: "Sail" }],
      limits: { messageBytes: 16777216, asks: 64, subscriptions: 256 },
    },
    '{"t":"hello","protocol":1,"server":"a","version":"0.1.0","features":[],"engines":[{"name":"embedded","label":"Sail"}],"limits":{"messageBytes":16777216,"asks":64,"subscriptions":256}}',
  ],
  [{ t: "reply", id: 0, value: { run: "r1" } }, '{"t":"reply","id":0,"value":{"run":"r1"}}'],
  [
    { t: "failed", id: 0, error: { code: "wire.cancelled", args: {}, engineText: "no" } },
    '{"t":"failed","id":0,"error":{"code":"wire.cancelled","args":{},"engineText":"no"}}',
  ],
  ...events.map(([event, text], seq): [ToClient, string] => [
    { t: "event", run, epoch: 1, seq, event },
    `{"t":"event","run":"r1","epoch":1,"seq":${seq},"event":${text}}`,
  ]),
  [
    { t: "event", run, epoch: 2, seq: 9, skipped: 3, event: { t: "progress", cell: 0, done: 2, total: 4 } },
    '{"t":"event","run":"r1","epoch":2,"seq":9,"skipped":3,"event":{"t":"progress","cell":0,"done":2,"total":4}}',
  ],
  [{ t: "end", body: 1 }, '{"t":"end","body":1}'],
  [{ t: "pong", at: 5 }, '{"t":"pong","at":5}'],
];

const kinds = (union: { options: readonly { shape: { t: { value: string } } }[] }) =>
  union.options.map((option) => option.shape.t.value).sort();
const kindsOf = (pinned: readonly (readonly [{ t: string }, string])[]) =>
  [...new Set(pinned.map(([one]) => one.t))].sort();

describe("frames", () => {
  it("of every kind to the server are pinned, and read back as what was sent", () => {
    assert.deepEqual(kindsOf(messagesToServer), kinds(toServer));
    assert.deepEqual(kindsOf(asks), kinds(ask));
    for (const [message, text] of messagesToServer) {
      assert.equal(encodeMessage(message), text);
      assert.deepEqual(decodeToServer(text), message);
    }
  });

  it("of every kind to the client are pinned, and read back as what was sent", () => {
    assert.deepEqual(kindsOf(messagesToClient), kinds(toClient));
    assert.deepEqual(kindsOf(events), kinds(runEvent));
    for (const [message, text] of messagesToClient) {
      assert.equal(encodeMessage(message), text);
      assert.deepEqual(decodeToClient(text), message);
    }
  });

  it("of bodies are pinned", () => {
    const frame = encodeBody(0x01020304, Uint8Array.of(0xaa, 0xbb));
    assert.deepEqual([...frame], [1, 0, 0, 0, 1, 2, 3, 4, 0xaa, 0xbb]);
    assert.deepEqual(decodeBody(frame), { t: "chunk", body: 0x01020304, bytes: Uint8Array.of(0xaa, 0xbb) });
  });

  it("of bodies carry any bytes and number", () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.uint8Array({ maxLength: 1000 }), (body, bytes) => {
        // A socket hands out windows of larger buffers.
        const window = Buffer.concat([Uint8Array.of(9), encodeBody(body, bytes)]).subarray(1);
        const decoded = decodeBody(window);
        assert.ok(decoded.t === "chunk");
        assert.equal(decoded.body, body);
        assert.deepEqual(Uint8Array.from(decoded.bytes), bytes);
      }),
    );
  });
});

describe("reading a message", () => {
  const refusal = (text: string) => {
    const read = decodeToServer(text);
    return read.t === "refused" ? { code: read.error.code, ...(read.ask !== undefined && { ask: read.ask }) } : read;
  };

  it("ignores fields that it does not know", () => {
    const text = '{"t":"ask","id":1,"future":true,"ask":{"t":"sessions","future":{"a":[1]}}}';
    assert.deepEqual(decodeToServer(text), { t: "ask", id: 1, ask: { t: "sessions" } });
  });

  it("tells kinds that it does not know from malformed messages, and names the ask that waits", () => {
    assert.deepEqual(refusal('{"t":"future"}'), { code: "wire.unknown-kind" });
    assert.deepEqual(refusal('{"t":"ask","id":4,"ask":{"t":"future"}}'), { code: "wire.unknown-kind", ask: 4 });
    assert.deepEqual(refusal('{"t":"ask","id":4,"ask":{"t":"record"}}'), { code: "wire.bad-message", ask: 4 });
    assert.deepEqual(refusal('{"t":"ask","id":-4,"ask":{"t":"sessions"}}'), { code: "wire.bad-message" });
    assert.deepEqual(refusal('{"t":"ask","id":1e400,"ask":{"t":"sessions"}}'), { code: "wire.bad-message" });
    for (const text of ["", "null", "1", '"x"', "[]", "{}", '{"t":1}', "{", "\u0000", '{"t":"ask"}'])
      assert.deepEqual(refusal(text), { code: "wire.bad-message" }, text);
  });

  it("names the place of an event whose kind it does not know", () => {
    const read = decodeToClient('{"t":"event","run":"r1","epoch":1,"seq":5,"skipped":1,"event":{"t":"future"}}');
    assert.ok(read.t === "refused");
    assert.equal(read.error.code, "wire.unknown-kind");
    assert.deepEqual(read.event, { run: "r1", epoch: 1, seq: 5, skipped: 1 });
  });

  it("refuses what nests too deep without falling over, and counts no brackets in strings", () => {
    assert.deepEqual(refusal("[".repeat(1_000_000)), { code: "wire.bad-message" });
    assert.deepEqual(refusal('{"a":'.repeat(1_000_000)), { code: "wire.bad-message" });
    const nested = (depth: number) => `{"t":"ping","at":1,"x":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
    assert.deepEqual(refusal(nested(JSON_DEPTH)), { t: "ping", at: 1 });
    assert.deepEqual(refusal(nested(JSON_DEPTH + 1)), { code: "wire.bad-message" });
    const text = JSON.stringify({ t: "ping", at: 1, x: '["\\"'.repeat(1000) });
    assert.deepEqual(refusal(text), { t: "ping", at: 1 });
  });

  it("refuses what is too large", () => {
    assert.deepEqual(refusal(`{"t":"ping","at":1,"x":"${"x".repeat(MESSAGE_BYTES)}"}`), { code: "wire.too-large" });
  });

  it("lets no key reach a prototype", () => {
    const text =
      '{"t":"ask","id":1,"__proto__":{"polluted":1},"ask":{"t":"run","command":"c","session":"s","uri":"","text":"","params":{"__proto__":"x","constructor":"y","a":"z"},"keepGoing":false,"save":false}}';
    const read = decodeToServer(text);
    assert.ok(read.t === "ask" && read.ask.t === "run");
    assert.deepEqual(Object.entries(read.ask.params), [
      ["constructor", "y"],
      ["a", "z"],
    ]);
    assert.equal(Object.getPrototypeOf(read.ask.params), Object.prototype);
    assert.equal("polluted" in read, false);
    assert.equal("polluted" in {}, false);
  });

  it("refuses damaged body frames", () => {
    for (const frame of [[], [1, 0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0, 0, 1]])
      assert.equal(decodeBody(Uint8Array.from(frame)).t, "refused");
    const large = new Uint8Array(8 + CHUNK_BYTES + 1);
    large[0] = 1;
    assert.equal(decodeBody(large).t, "refused");
    assert.throws(() => encodeBody(1, new Uint8Array(CHUNK_BYTES + 1)));
  });

  it("never throws, whatever it is given", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => `{"t":"ask","id":1,"ask":${text}}`),
    );
    fc.assert(
      fc.property(anything, (text) => {
        assert.equal(typeof decodeToServer(text).t, "string");
        assert.equal(typeof decodeToClient(text).t, "string");
      }),
    );
  });
});
