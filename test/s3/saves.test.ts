import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { after, before, describe, it } from "mocha";
import { hasEnded } from "../../protocol/run-view.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { RunView } from "../../protocol/messages.ts";
import type { Engine } from "../../kernel-server/engine/engine.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { ServiceDesk, ann, never } from "../../kernel-server/session/test-desk.ts";
import type { StatePlace } from "../../kernel-server/settings/settings.ts";
import { type OpenedStore, openStore } from "../../kernel-server/store/open-store.ts";
import { descendants } from "../support/processes.ts";
import { type S3Proxy, startS3Proxy } from "../support/s3-proxy.ts";
import { type S3Server, startS3Server, useAws } from "../support/s3-server.ts";
import { findReaders, readTable } from "../support/table-readers.ts";

let server: S3Server;
let proxy: S3Proxy;
let giveBack: () => void;
describe("what notebooks save", () => {
  before(async function () {
    this.timeout(300_000);
    server = await startS3Server();
    proxy = await startS3Proxy(server.endpoint);
    giveBack = useAws(server.env);
  });
  after(async () => {
    giveBack();
    await proxy.end();
    await server.end();
  });

  const places: Record<
    string,
    () => Promise<{
      place: StatePlace;
      files(): Promise<string[]>;
      hold(): void;
      isWriting(before: number): Promise<boolean>;
      end(): Promise<void>;
    }>
  > = {
    S3: async () => {
      const bucket = await server.bucket();
      return {
        place: { kind: "s3", bucket, prefix: "team", s3: { ...server.s3, endpoint: proxy.endpoint } },
        async files() {
          const { Contents = [] } = await server.client.send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: "team/results/" }),
          );
          return Contents.map(({ Key = "" }) => Key);
        },
        // The data files are there, and what makes them a version of the table does not come to be.
        hold: () => proxy.next(9, { do: "silence" }, isCommit),
        isWriting: async () => proxy.seen.some(isCommit),
        end: async () => undefined,
      };
    },
    "a folder": async () => {
      const path = await mkdtemp(join(tmpdir(), "between-saves-"));
      return {
        place: { kind: "folder", path },
        files: () => readdir(join(path, "results"), { recursive: true }),
        hold: () => undefined,
        isWriting: async (before) => (await readdir(join(path, "results"), { recursive: true })).length > before,
        end: () => rm(path, { recursive: true }),
      };
    },
  };

  const isCommit = ({ method, path }: { method: string; path: string }) =>
    method === "PUT" && /_delta_log\/\d+\.json/.test(path);

  const daily = (day: string, query: string) =>
    `---\nbetween: 1\nparams:\n  day: {type: date, default: ${day}}\n---\n\n\`\`\`{sql}\n--| name: dau\n--| save: {to: growth/dau, partition: [day]}\n${query}\n\`\`\`\n`;
  const rowsOf = (day: string, users: number) => `select :day as day, id as user from range(${users}) -- ${day}`;
  const reading = (query: string) =>
    `---\nbetween: 1\nsources:\n  dau: {result: growth/dau}\n---\n\n\`\`\`{sql}\n${query}\n\`\`\`\n`;

  for (const [name, makePlace] of Object.entries(places)) {
    describe(`results saved on ${name}`, function () {
      this.timeout(300_000);
      let at: Awaited<ReturnType<typeof makePlace>>;
      let desk: ServiceDesk<Engine>;
      let opened: OpenedStore;
      let results: string;
      before(async () => {
        at = await makePlace();
        opened = await openStore(at.place, never);
        results = opened.results;
        desk = await ServiceDesk.over(
          sailEngine({ cacheFolder: cacheFolder(), s3: { ...server.s3, endpoint: proxy.endpoint } }),
          opened,
        );
      });
      after(async () => {
        await desk.end();
        await at.end();
      });

      const done = async (text: string, save = true): Promise<RunView> => {
        const view = await desk.run(text, { save });
        assert.equal(view.state, "done", JSON.stringify(view.cells.map(({ error }) => error)));
        return view;
      };
      const days = async () => {
        const { run } = await done(reading("select day, count(*) from dau group by day order by day"), false);
        return (await desk.rows(run, 0)).map((row) => row.join(" "));
      };

      it("replace one day and no other, also by no rows, and are read by another notebook", async () => {
        await done(daily("2026-11-20", rowsOf("first", 3)));
        await done(daily("2026-11-21", rowsOf("first", 4)));
        assert.deepEqual(await days(), ["2026-11-20 3", "2026-11-21 4"]);
        await done(daily("2026-11-20", rowsOf("again", 5)));
        assert.deepEqual(await days(), ["2026-11-20 5", "2026-11-21 4"]);
        await done(daily("2026-11-21", `${rowsOf("none", 9).split(" --")[0] ?? ""} where false`));
        assert.deepEqual(await days(), ["2026-11-20 5"]);
      });

      it("of two days at once are both there", async () => {
        await Promise.all(
          ["2026-10-01", "2026-10-02", "2026-10-03"].map((day) => done(daily(day, rowsOf("together", 2)))),
        );
        assert.deepEqual(
          (await days()).filter((row) => row.startsWith("2026-10")),
          ["2026-10-01 2", "2026-10-02 2", "2026-10-03 2"],
        );
      });

      it("are as they were when the writer is killed in the middle, and are written by the next one", async function () {
        if (process.platform !== "linux") return this.skip();
        const before = await days();
        const count = (await at.files()).length;
        proxy.seen.length = 0;
        at.hold();
        const others = new Set(await descendants(process.pid));
        const hashes = "conv(substr(sha2(cast(id as string), 256), 1, 8), 16, 10)";
        const slow = `select :day as day, cast(${hashes} as bigint) as user from range(0, 10000000, 1, 8)`;
        const run = await desk.start(await desk.open("run"), daily("2026-11-20", slow), { save: true });
        while (!(await at.isWriting(count))) {
          const view = await desk.ended(run, () => true);
          assert.ok(!hasEnded(view.state), JSON.stringify(view.cells[0]?.error));
          await sleep(20);
        }
        for (const pid of await descendants(process.pid)) if (!others.has(pid)) process.kill(pid, "SIGKILL");
        proxy.next(0, { do: "silence" });
        const view = await desk.ended(run);
        assert.equal(view.state, "failed", JSON.stringify(view.cells[0]?.saved));
        assert.deepEqual(view.cells[0]?.saved, []);
        assert.deepEqual(await days(), before);
        await done(daily("2026-11-20", rowsOf("after", 7)));
        assert.ok((await days()).includes("2026-11-20 7"));
        assert.ok((await at.files()).length > count);
      });

      it("tell who wrote them, when, from which run, and what was replaced", async () => {
        const { results: listed } = await desk.service.answer<"results">({ t: "results" }, ann, never);
        assert.deepEqual(
          listed.map(({ to, format, user }) => [to, format, user]),
          [["growth/dau", "delta", "ann"]],
        );
        assert.equal(listed[0]?.rows, 7);
        assert.equal(listed[0]?.replaced, "`day` = date '2026-11-20'");
        const { results: all } = await desk.service.answer<"results">(
          { t: "results", prefix: "growth/dau", history: true },
          ann,
          never,
        );
        assert.equal(all.length, 8);
        const [last] = all;
        assert.ok(last);
        const record = await desk.record(last.run);
        assert.match(record.view.cells[last.cell]?.text ?? "", /after/);
      });

      it("are read by DuckDB and by pandas with deltalake", async function () {
        const readers = await findReaders();
        if ("missing" in readers) {
          console.log(`      ${readers.missing}: skipped`);
          return this.skip();
        }
        await done(daily("2026-11-21", rowsOf("last", 2)));
        const expected = [...Array.from({ length: 7 }, (_, i) => `2026-11-20 ${i}`), "2026-11-21 0", "2026-11-21 1"];
        const read = await readTable(readers.python, `${results}/growth/dau`, ["day", "user"], server.env);
        for (const found of [read.duckdb, read.pandas])
          assert.deepEqual(
            found.filter((row) => row.startsWith("2026-11")),
            expected,
          );
      });

      it("outside of the results' place are refused", async () => {
        const view = await desk.run(
          daily("2026-11-20", "select 1 as user, :day as day").replace("growth/dau", "../../x"),
          { save: true },
        );
        assert.equal(view.cells[0]?.error?.code, "save.outside");
      });

      it("into the server's own places are refused, and these stay as they are", async () => {
        const own = dirname(results);
        const saved = "```{sql}\n--| save: {to: TO, format: parquet}\nselect 1 as x\n```\n";
        const codeOf = async (to: string) =>
          (await desk.run(saved.replace("TO", JSON.stringify(to)), { save: true })).cells[0]?.error?.code;
        const { store } = opened;
        await store.put("people/ann.json", Buffer.from("{}"));
        for (const to of [`${own}/store/people`, `${own}/store`, own, results, `${own}//sent/`])
          assert.equal(await codeOf(to), "save.reserved", to);
        for (const to of ["..?x", "%2e%2e/store/people", "..#/y"]) assert.equal(await codeOf(to), "save.unclear", to);
        assert.ok(await store.get("people/ann.json"));
      });

      it("over files that are no table are refused, and these stay", async () => {
        const put = async (name: string) => {
          const to = `${results}/${name}`;
          if (!to.startsWith("s3://")) {
            await mkdir(dirname(to), { recursive: true });
            return writeFile(to, "mine");
          }
          const [, Bucket = "", Key = ""] = /^s3:\/\/([^/]+)\/(.*)$/.exec(to) ?? [];
          await server.client.send(new PutObjectCommand({ Bucket, Key, Body: "mine" }));
        };
        await put("mine/a.txt");
        await put("mine/.hidden");
        for (const format of ["parquet", "delta"]) {
          const cell = `\`\`\`{sql}\n--| save: {to: mine, format: ${format}}\nselect 1 as x\n\`\`\`\n`;
          const { cells } = await desk.run(cell, { save: true });
          assert.equal(cells[0]?.error?.code, "save.foreign");
          assert.equal(cells[0].error.args["file"], `${results}/mine/.hidden`);
        }
        const kept = (await at.files()).filter((file) => /mine\/(a\.txt|\.hidden)$/.test(file));
        assert.equal(kept.length, 2);
      });

      it("as plain Parquet are replaced as a whole", async () => {
        const parquet = (query: string, more = "to: plain") =>
          `\`\`\`{sql}\n--| save: {${more}, format: parquet}\n${query}\n\`\`\`\n`;
        for (const count of [5, 2])
          await done(parquet(`select id, id % 2 as k from range(${count})`, "to: cut, partition: [k], replace: all"));
        await done(parquet("select * from range(5)"));
        await done(parquet("select * from range(2)"));
        const { run } = await done(
          '---\nbetween: 1\nsources:\n  p: {path: "' +
            results +
            '/plain", format: parquet}\n---\n\n```{sql}\nselect count(*) from p\n```\n',
          false,
        );
        assert.deepEqual(await desk.rows(run, 0), [["2"]]);
      });
    });
  }
});
