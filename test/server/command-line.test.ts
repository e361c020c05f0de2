import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { folderStore } from "../../kernel-server/store/folder.ts";
import { hasTerminal, inTerminal } from "../cli/terminal.ts";
import { makeCertificate, noCertificates } from "../support/certificate.ts";
import { makeDesk, root, type Desk, type Ended, type Started } from "../support/between.ts";

/** As `desk.start`, with something on standard input. */
function withInput(desk: Desk, args: readonly string[], input: string): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "cli/main.ts"), ...args], {
    cwd: desk.folder,
    env: { ...process.env, BETWEEN_STATE: desk.state, BETWEEN_LANG: "en", NO_COLOR: "1", BETWEEN_TOKEN: "" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

describe("a server from the command line", function () {
  this.timeout(60_000);
  let desk: Desk;
  let served: Started | undefined;
  beforeEach(async () => (desk = await makeDesk()));
  afterEach(async () => {
    served?.child.kill("SIGTERM");
    await served?.ended;
    served = undefined;
    await desk.end();
  });

  const serve = async (settings: string): Promise<string> => {
    await desk.write("server.yaml", `port: 0\nstate: ./team\n${settings}`);
    served = desk.start(["serve", "--config", "server.yaml"]);
    const said = await served.says(/listens on (ws:\S+)/);
    return /listens on (ws:\S+)/.exec(said)?.[1] ?? "";
  };

  it("says what is wrong with its settings by line, and starts nothing", async () => {
    await desk.write("server.yaml", "prt: 1\nlimits:\n  sessions: few\n");
    for (const more of [["--check"], []]) {
      const { code, stderr, stdout } = await desk.run(["serve", "--config", "server.yaml", ...more]);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /^server\.yaml:1:1: .*prt.*\n {2}→ Did you mean “port”\?\nserver\.yaml:3:13: .*sessions.*few/m,
      );
    }
    const korean = await desk.run(["serve", "--config", "server.yaml", "--check"], { BETWEEN_LANG: "ko" });
    assert.match(korean.stderr, /“port”을\(를\) 쓰려던 것인가요/);
    const none = await desk.run(["serve", "--config", "none.yaml"]);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /^none\.yaml: there is no such file\.\n/);
    assert.doesNotMatch(none.stderr, /ENOENT/);
    assert.equal((await desk.run(["serve", "--config", "server.yaml", "--port", "1"])).code, 2);
    assert.equal((await desk.run(["serve", "--host", "0.0.0.0"])).code, 2);
  });

  it("ends when the command that started it is killed, and names the address that people use", async () => {
    const url = await serve("hosts: [localhost]");
    assert.match((await served?.says(/Connect with: .*/)) ?? "", /--server ws:\/\/localhost:\d+ FILE/);
    served?.child.kill("SIGKILL");
    const { port } = new URL(url);
    const answers = () => fetch(`http://127.0.0.1:${port}/healthz`).then(Boolean, () => false);
    while (await answers()) await sleep(50);
  });

  it("says what it would be, which reads back as the same", async () => {
    await desk.write("server.yaml", "name: team\nstate: ./team\n");
    const { code, stdout, stderr } = await desk.run(["serve", "--config", "server.yaml", "--check"]);
    assert.equal(code, 0);
    assert.match(stderr, /nothing is wrong/);
    await desk.write("whole.yaml", stdout);
    assert.equal((await desk.run(["serve", "--config", "whole.yaml", "--check"])).stdout, stdout);
  });

  it("looks at the certificate when it checks", async () => {
    await desk.write("server.yaml", "name: a\ntls-cert: none.pem\ntls-key: none.key\n");
    const { code, stderr } = await desk.run(["serve", "--config", "server.yaml", "--check"]);
    assert.equal(code, 2);
    assert.match(stderr, /^server\.yaml:2:1: The file .*none\.pem of “tls-cert” cannot be read/m);
  });

  const mistakesIn = async (settings: string): Promise<string[]> => {
    await desk.write("server.yaml", settings);
    const { code, stderr } = await desk.run(["serve", "--config", "server.yaml", "--check"]);
    assert.equal(code, 2, stderr);
    return stderr.split("\n").filter((line) => /^server\.yaml:\d+:\d+: /.test(line));
  };

  it("tells which of the certificate's files cannot be read in one go with the rest, by line", async () => {
    const [cert = "", name = "", key = "", ...rest] = await mistakesIn(
      "tls-cert: none.pem\nprt: 1\ntls-key: none.key\nlimits: {sessions: few}\n",
    );
    assert.match(cert, /^server\.yaml:1:1: The file .*none\.pem of “tls-cert”/);
    assert.match(name, /^server\.yaml:2:1: .*prt/);
    assert.match(key, /^server\.yaml:3:1: The file .*none\.key of “tls-key”/);
    assert.deepEqual(
      rest.map((line) => line.slice(0, 13)),
      ["server.yaml:4"],
    );
  });

  it("tells of a key of another certificate in one go with the rest, by line", async function () {
    const missing = noCertificates();
    if (missing !== undefined) {
      console.log(`      skipped: ${missing}`);
      return this.skip();
    }
    const folder = await mkdtemp(join(tmpdir(), "between-check-"));
    try {
      const [one, other] = [makeCertificate(folder, "one"), makeCertificate(folder, "other")];
      const wrong = await mistakesIn(`prt: 1\ntls-cert: ${one.cert}\ntls-key: ${other.key}\n`);
      assert.deepEqual(
        wrong.map((line) => line.slice(0, 15)),
        ["server.yaml:1:1", "server.yaml:2:1"],
      );
      assert.match(wrong[1] ?? "", /cannot be used/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("doubts a user that this machine does not know, and says so when it checks", async function () {
    if (process.platform === "win32") return this.skip();
    await desk.write("server.yaml", "name: a\ncells: {user: no-such-user-of-ours}\n");
    const { code, stdout, stderr } = await desk.run(["serve", "--config", "server.yaml", "--check"]);
    assert.equal(code, 0);
    assert.match(stderr, /^server\.yaml:2:1: .*“no-such-user-of-ours”.*\n {2}→ .*\n.*look at the above/);
    assert.match(stdout, /^ {2}user: no-such-user-of-ours$/m);
    await desk.write("server.yaml", "cells: {user: root}\n");
    assert.match((await desk.run(["serve", "--config", "server.yaml", "--check"])).stderr, /nothing is wrong/);
  });

  it("refuses what cannot be meant, at a check and at a start, and makes nothing of it", async () => {
    const settings = [
      "port: 0",
      "state: ./team",
      "data: s3://bucket/between",
      'hosts: ["*", "https://a.b", "a:99"]',
      "python: {interpreter: ./no-python}",
      "cells: {wrap: [no-such-program-of-ours, -x]}",
      "engines: {prod: 'sc://127.0.0.1:1'}",
      "workers: {group: g, engine: prod, max: 1, region: eu-west-1a, master: 'spark://m:7077'}",
    ];
    await desk.write("server.yaml", `${settings.join("\n")}\n`);
    for (const more of [["--check"], []]) {
      const { code, stdout, stderr } = await desk.run(["serve", "--config", "server.yaml", ...more]);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      const [data, ...rest] = stderr.split("\n").filter((line) => /^server\.yaml:\d/.test(line));
      assert.match(
        data ?? "",
        /^server\.yaml:3:7: “data” must be a path on this machine, not the address “s3:\/\/bucket/,
      );
      assert.deepEqual(
        rest.map((line) => /^server\.yaml:(\d:\d+): .*?“([^”]*)”/.exec(line)?.slice(1).join(" ")),
        [
          "4:9 hosts[1]",
          "4:14 hosts[2]",
          "4:29 hosts[3]",
          "5:23 python.interpreter",
          "6:15 cells.wrap",
          "8:51 workers.region",
          "8:71 workers.master",
        ],
        stderr,
      );
      assert.match(stderr, /→ Write a path.*Only “state” may lie on S3\.\n/);
      assert.match(stderr, /→ Write a\.b: /);
      assert.match(stderr, /→ Did you mean eu-west-1\?\n/);
    }
    assert.deepEqual(
      (await readdir(desk.folder)).filter((name) => name !== ".state"),
      ["server.yaml"],
    );
    const host = await desk.run(["serve", "--host", "http://127.0.0.1", "--port", "0"]);
    assert.equal(host.code, 2);
    assert.match(host.stderr, /“--host”.*\nWrite 127\.0\.0\.1/);
  });

  it("looks at its folders when it checks, and makes none", async () => {
    await desk.write("taken", "");
    const wrong = await mistakesIn("state: ./team\ndata: ./taken/data\n");
    assert.equal(wrong.length, 1);
    assert.match(
      wrong[0] ?? "",
      /^server\.yaml:2:1: The folder .*taken\/data of “data” cannot be used: not a directory/,
    );
    assert.ok(!(await readdir(desk.folder)).includes("team"));
  });

  it("makes, lists, changes and revokes tokens, and shows one once", async () => {
    await desk.write("server.yaml", "state: ./team\n");
    const at = ["--config", "server.yaml"];
    const made = await desk.run(["token", "add", "ann", "--role", "analyst", "--expires", "30d", ...at]);
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /^between_[\w-]{43}\n$/);
    assert.match(made.stderr, /ann \(analyst\).*shown this once/);
    await desk.run(["token", "add", "bob", "--role", "viewer", "--expires", "never", ...at]);
    const listed = await desk.run(["token", "list", ...at]);
    assert.match(listed.stdout, /ann +analyst +[0-9a-f]{10} .*valid\n.*bob +viewer .* never +valid/s);
    assert.ok(!(listed.stdout + listed.stderr).includes(made.stdout.trim()));
    assert.equal((await desk.run(["token", "role", "bob", "admin", ...at])).code, 0);
    assert.match((await desk.run(["token", "list", "--json", ...at])).stdout, /"user":"bob","role":"admin"/);
    assert.equal((await desk.run(["token", "revoke", "ann", "--state", "./team"])).code, 0);
    assert.equal((await desk.run(["token", "revoke", "ann", ...at])).code, 1);
    for (const wrong of [
      ["add", "ann"],
      ["add", "ann", "--role", "boss"],
      ["add", "ann", "--role", "viewer", "--expires", "soon"],
      ["add", "a b", "--role", "viewer"],
      ["add", "--role", "viewer"],
      ["role", "bob", "boss"],
    ]) {
      const { code, stderr } = await desk.run(["token", ...wrong, ...at]);
      assert.equal(code, 2, `${wrong.join(" ")}: ${stderr}`);
    }
  });

  it("is signed in to with a token from standard input, which stays out of sight; then commands use it", async () => {
    const url = await serve("engines: {embedded: {}}");
    const add = await desk.run(["token", "add", "ann", "--role", "analyst", "--config", "server.yaml"]);
    const token = add.stdout.trim();
    const refused = await withInput(desk, ["login", url], "between_wrong\n");
    assert.equal(refused.code, 3);
    assert.equal((await desk.run(["runs", "list", "--server", url], { BETWEEN_TOKEN: "" })).code, 2);

    const { code, stdout, stderr } = await withInput(desk, ["login", url], `${token}\n`);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Engines: embedded\./);
    assert.ok(!(stdout + stderr).includes(token));
    const [name = ""] = await readdir(join(desk.state, "logins"));
    const file = join(desk.state, "logins", name);
    assert.equal((await stat(file)).mode & 0o777, 0o600);

    const list = await desk.run(["runs", "list", "--server", `${url}/`], { BETWEEN_TOKEN: "" });
    assert.equal(list.code, 0, list.stderr);
    assert.equal((await desk.run(["runs", "list", "--server", url], { BETWEEN_TOKEN: "between_wrong" })).code, 3);

    assert.equal((await desk.run(["logout", url])).code, 0);
    assert.deepEqual(await readdir(join(desk.state, "logins")), []);
    assert.equal((await desk.run(["logout", url])).code, 1);
  });

  it("asks for a token in a terminal without showing it; Ctrl-C leaves nothing behind", async function () {
    if (!hasTerminal) return this.skip();
    const url = await serve("engines: {embedded: {}}");
    const token = (
      await desk.run(["token", "add", "ann", "--role", "viewer", "--config", "server.yaml"])
    ).stdout.trim();
    const left = await inTerminal(desk, ["login", url], [["Token for", "between_wrong\x03"]]);
    assert.equal(left.code, 130, left.screen);
    // A wrong letter is taken back, as one who types does.
    const { code, screen } = await inTerminal(desk, ["login", url], [["Token for", `${token}x\x7f\r`]]);
    assert.equal(code, 0, screen);
    assert.match(screen, /Signed in to/);
    assert.ok(!screen.includes(token.slice(8, 20)), screen);
    assert.equal((await readdir(join(desk.state, "logins"))).length, 1);
  });

  it("lets no statement read its tokens, however the file is named", async () => {
    const url = await serve("");
    const token = await readFile(join(desk.folder, "team/token"), "utf8");
    const file = join(desk.folder, "team/token");
    for (const query of [
      `select * from text.\`${file}\``,
      `table text.\`${file}\``,
      `select * from \`text\`.\`${file}\``,
      `select * from identifier('text.\`${file}\`')`,
      `select * from identifier('te' || 'xt.\`${file}\`')`,
    ]) {
      const { code, stdout, stderr } = await desk.run(["sql", "--server", url, query], { BETWEEN_TOKEN: token.trim() });
      assert.notEqual(code, 0, query);
      assert.ok(!`${stdout}${stderr}`.includes(token.trim()), query);
    }
  });

  it("lets no statement write over its settings", async () => {
    const url = await serve("engines: {embedded: {}}");
    const add = await desk.run(["token", "add", "ann", "--role", "analyst", "--config", "server.yaml"]);
    const file = join(desk.folder, "server.yaml");
    const write = `insert overwrite directory '${file}' using parquet select 1 as one`;
    const { code, stderr } = await desk.run(["sql", write, "--server", url], { BETWEEN_TOKEN: add.stdout.trim() });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /a place of the server's own/);
    assert.match(await readFile(file, "utf8"), /^port: 0/);
  });

  it("is not signed in to over a network without TLS, nor with a token in the address", async () => {
    assert.match((await withInput(desk, ["login", "ws://team.example:8787"], "a\n")).stderr, /without TLS/);
    const { code, stderr } = await withInput(desk, ["login", "wss://team.example/?token=hidden"], "a\n");
    assert.equal(code, 3);
    assert.ok(!stderr.includes("hidden"));
    assert.equal((await withInput(desk, ["login", "wss://127.0.0.1:1"], "\n")).code, 2);
  });

  it("shows what is beyond its time and room, and removes that when it is told to", async () => {
    await desk.write(
      "server.yaml",
      "state: ./team\nretention: {spool: 7d, spool-size: 5kB, journals: 30d, records: 90d}\n",
    );
    const runs = join(desk.folder, "team/servers/s1/runs");
    const aged = async (run: string, days: number, isSettled = true) => {
      await mkdir(join(runs, run), { recursive: true });
      for (const name of ["result-0.arrow", "result-0.index", "1.log", ...(isSettled ? ["settled"] : [])]) {
        const file = join(runs, run, name);
        await writeFile(file, Buffer.alloc(name === "settled" ? 0 : 1000));
        await utimes(file, 0, Date.now() / 1000 - days * 86_400);
      }
    };
    await aged("20261101T000000-old", 40);
    await aged("20261110T000000-running", 40, false);
    await aged("20261115T000000-rows", 10);
    await aged("20261121T000000-room", 3);
    await aged("20261122T000000-new", 1);
    const store = folderStore(join(desk.folder, "team/store"));
    await store.put("runs/20260101T000000-a.json", Buffer.from("{}"));
    await store.put("lines/0123/20260101T000000-a.json", Buffer.from("{}"));
    await store.put("runs/20261122T000000-new.json", Buffer.from("{}"));
    const recordFile = join(desk.folder, "team/store/runs/20260101T000000-a.json");
    await utimes(recordFile, 0, Date.now() / 1000 - 100 * 86_400);
    const hash = "ab".repeat(32);
    await store.put(`files/${hash}`, Buffer.from("old"));
    await store.put(`files/${"cd".repeat(32)}`, Buffer.from("new"));
    await utimes(join(desk.folder, `team/store/files/${hash}%f`), 0, Date.now() / 1000 - 8 * 86_400);
    const sent = join(desk.folder, "team/sent");
    for (const [session, days] of [["gone", 2] as const, ["living", 0.5] as const]) {
      await mkdir(join(sent, session, "1"), { recursive: true });
      await writeFile(join(sent, session, "1/a.csv"), "1,2\n");
      await utimes(join(sent, session, "1/a.csv"), 0, Date.now() / 1000 - days * 86_400);
    }

    const beyond = [
      "20261115T000000-rows spools age 7d",
      "20261101T000000-old journal age 30d",
      "20260101T000000-a record age 90d",
      `${hash} file age 7d`,
      "gone sent age 1d",
    ];
    const clean = async (...more: string[]) => {
      const { code, stdout, stderr } = await desk.run(["clean", "--json", "--config", "server.yaml", ...more]);
      assert.equal(code, 0, stderr);
      const lines = stdout.split("\n").filter(Boolean);
      return lines.map((line) => {
        const { name, what, why, limit } = JSON.parse(line) as Record<"name" | "what" | "why" | "limit", string>;
        return `${name} ${what} ${why} ${limit}`;
      });
    };
    assert.deepEqual((await clean("--dry-run")).sort(), [...beyond].sort());
    const table = await desk.run(["clean", "--dry-run", "--config", "server.yaml"]);
    assert.match(table.stdout, /20261115T000000-rows +10d +2 kB +older than 7d/);
    assert.match(table.stderr, /Would be removed: rows of runs: 1 \(2 kB\).*Nothing was removed/s);
    assert.match(table.stdout, /file +abababababab +8d +3 B +older than 7d/);
    assert.match(table.stdout, /session +gone +2d +4 B +older than 1d/);
    assert.equal((await readdir(runs)).length, 5);
    assert.equal((await readdir(sent)).length, 2);
    assert.ok(await store.get("runs/20260101T000000-a.json"));

    await clean();
    assert.deepEqual(await clean(), []);
    assert.deepEqual((await readdir(runs)).sort(), [
      "20261110T000000-running",
      "20261115T000000-rows",
      "20261121T000000-room",
      "20261122T000000-new",
    ]);
    assert.deepEqual((await readdir(join(runs, "20261115T000000-rows"))).sort(), ["1.log", "settled"]);
    assert.equal(await store.get("runs/20260101T000000-a.json"), undefined);
    assert.equal(await store.get("lines/0123/20260101T000000-a.json"), undefined);
    assert.deepEqual(await readdir(join(desk.folder, "team/store/files")), [`${"cd".repeat(32)}%f`]);
    assert.deepEqual(await readdir(sent), ["living"]);
    assert.ok(await store.get("runs/20261122T000000-new.json"));
    assert.equal((await readFile(join(runs, "20261110T000000-running/result-0.arrow"))).length, 1000);
  });
});
