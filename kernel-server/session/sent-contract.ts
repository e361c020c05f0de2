import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "mocha";
import { sessionId } from "../../protocol/ids.ts";
import type { SentFile } from "../../protocol/messages.ts";
import { cleanSent, expiredSent, removeSent } from "./expired-sent.ts";
import type { ExpiredSent, SentStores } from "./expired-sent.ts";
import { SentFiles } from "./sent-files.ts";

const DAY_MS = 86_400_000;
const signal = new AbortController().signal;
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const told = (path: string, text: string): SentFile => ({ path, hash: hashOf(text), bytes: Buffer.byteLength(text) });
const ours = sessionId("11111111-ours");

/** How sent files come and go, in any store: one suite for a folder and for S3. */
export function sentFilesContract(
  name: string,
  makeStores: () => Promise<{ stores: SentStores; dispose(): Promise<void> }>,
): void {
  const over = (work: (stores: SentStores, serve: (now?: () => number) => SentFiles) => Promise<void>) => async () => {
    const { stores, dispose } = await makeStores();
    const disk = await mkdtemp(join(tmpdir(), "between-sent-"));
    let servers = 0;
    try {
      await work(stores, (now) => new SentFiles(stores.store, stores.place, join(disk, `${servers++}`), now));
    } finally {
      await rm(disk, { recursive: true });
      await dispose();
    }
  };
  const tell = (on: SentFiles, files: SentFile[]) => on.expect({ t: "files", session: ours, files }, signal);
  const send = (on: SentFiles, text: string) => {
    const { hash, bytes } = told("", text);
    const data = Buffer.from(text).toString("base64");
    return on.take({ t: "send", session: ours, hash, bytes, from: 0, data }, signal);
  };
  /** What an engine reads at the session's root. */
  const read = async ({ place }: SentStores, on: SentFiles, path: string) => {
    const root = on.root(ours) ?? assert.fail("nothing is laid out");
    const body = await place.read(`${root.slice(place.root.length + 1)}/${path}`);
    return body && Buffer.from(body).toString();
  };
  /** As by `between clean`, which knows no session, so many days later. */
  const clean = async (stores: SentStores, days: number): Promise<ExpiredSent[]> => {
    const found: ExpiredSent[] = [];
    const isNeeded = { file: () => false, session: () => false };
    for await (const one of expiredSent(stores, { spoolDays: 14 }, isNeeded, Date.now() + days * DAY_MS))
      found.push(one);
    return found;
  };
  const namesOf = (found: readonly ExpiredSent[]) =>
    found.map((one) => (one.what === "file" ? one.file.slice(0, 6) : one.session));
  const short = (text: string) => hashOf(text).slice(0, 6);

  describe(`sent files: ${name}`, () => {
    it(
      "go when nobody has used them for as long as rows are kept",
      over(async (stores, serve) => {
        const server = serve();
        await tell(server, [told("a.csv", "aa"), told("b.csv", "b")]);
        await send(server, "aa");
        await send(server, "b");
        await server.forget(ours);
        assert.deepEqual(await clean(stores, 13), []);
        const found = await clean(stores, 15);
        assert.deepEqual(namesOf(found).sort(), [short("aa"), short("b")].sort());
        assert.deepEqual(found.map(({ bytes }) => bytes).sort(), [1, 2]);
        for (const one of found) await removeSent(stores, one);
        assert.deepEqual(await clean(stores, 15), []);
        assert.deepEqual(await tell(server, [told("a.csv", "aa")]), [hashOf("aa")], "it is asked for again");
      }),
    );

    it(
      "stay where they are used: the mark is made anew, at most once a day",
      over(async (stores, serve) => {
        const first = serve();
        await tell(first, [told("a.csv", "a")]);
        await send(first, "a");
        const at = async () => (await stores.store.get(`files/${hashOf("a")}`))?.modified.getTime() ?? assert.fail();
        const sent = await at();
        await sleep(1100); // S3 counts whole seconds.
        assert.deepEqual(await tell(serve(), [told("a.csv", "a")]), []);
        assert.equal(await at(), sent);
        assert.deepEqual(
          await tell(
            serve(() => Date.now() + 2 * DAY_MS),
            [told("a.csv", "a")],
          ),
          [],
        );
        assert.ok((await at()) > sent);
      }),
    );

    it(
      "stay where a session of this server names them, and go when it has ended",
      over(async (stores, serve) => {
        const server = serve();
        await tell(server, [told("a.csv", "a")]);
        await send(server, "a");
        const later = Date.now() + 15 * DAY_MS;
        let isLiving = true;
        const hourly = () => cleanSent(stores, server, () => isLiving, { spoolDays: 14 }, later);
        await hourly();
        assert.equal(await read(stores, server, "a.csv"), "a");
        assert.ok(await stores.store.get(`files/${hashOf("a")}`));
        isLiving = false;
        await hourly();
        assert.equal(server.root(ours), undefined);
        assert.deepEqual(await clean(stores, 1000), []);
      }),
    );

    it(
      "go from under no session that is about to use them",
      over(async (stores, serve) => {
        const before = serve();
        await tell(before, [told("a.csv", "a")]);
        await send(before, "a");
        const remove = () => stores.store.delete(`files/${hashOf("a")}`);
        const server = serve();

        // Removed after the server found that it has it, and before the rest has come.
        assert.deepEqual(await tell(server, [told("a.csv", "a"), told("b.csv", "b")]), [hashOf("b")]);
        await remove();
        await send(server, "b");
        assert.equal(await read(stores, server, "a.csv"), "a");

        // Removed while it is laid out: the session reads its own copy, and a further list asks for it again.
        assert.deepEqual(await tell(server, [told("a.csv", "a"), told("b.csv", "b")]), []);
        assert.deepEqual(await tell(server, [told("a.csv", "a"), told("c/b.csv", "b")]), [hashOf("a")]);
        await send(server, "a");
        assert.deepEqual(
          [
            await read(stores, server, "a.csv"),
            await read(stores, server, "c/b.csv"),
            await read(stores, server, "b.csv"),
          ],
          ["a", "b", undefined],
        );
        assert.equal(await readFile(join(server.folder(ours), "c/b.csv"), "utf8"), "b");
      }),
    );

    it(
      "of two windows that send the same at once arrive once and whole",
      over(async (stores, serve) => {
        const server = serve();
        const files = [told("a.csv", "a"), told("b.csv", "b")];
        const [one, other] = await Promise.all([tell(server, files), tell(server, files)]);
        assert.deepEqual(one, other);
        await Promise.all(["a", "b", "a", "b"].map((text) => send(server, text)));
        assert.deepEqual([await read(stores, server, "a.csv"), await read(stores, server, "b.csv")], ["a", "b"]);
      }),
    );

    it(
      "of a session whose server died with it go after a day without a sign of life",
      over(async (stores, serve) => {
        const server = serve();
        await tell(server, [told("a.csv", "a")]);
        await send(server, "a");
        assert.deepEqual(await clean(stores, 0.9), []);
        const newest = async () => {
          for await (const { modified } of stores.place.list()) return modified.getTime();
          return assert.fail();
        };
        const sent = await newest();
        await sleep(1100); // S3 counts whole seconds.
        await server.signOfLife(() => true);
        assert.ok((await newest()) > sent);
        assert.equal(await read(stores, server, "a.csv"), "a");
        const found = await clean(stores, 1.1);
        assert.deepEqual(namesOf(found), [ours]);
        for (const one of found) await removeSent(stores, one);
        assert.equal(await read(stores, server, "a.csv"), undefined);
        assert.deepEqual(namesOf(await clean(stores, 15)), [short("a")], "what is kept by its hash stays longer");
      }),
    );

    it(
      "are read on by the server that goes on with their session, and go with it there",
      over(async (stores, serve) => {
        const dead = serve();
        await tell(dead, [told("a.csv", "a")]);
        await send(dead, "a");
        const next = serve();
        await next.resume(ours);
        assert.equal(next.root(ours), dead.root(ours));
        assert.equal(await read(stores, next, "a.csv"), "a");
        assert.deepEqual(await tell(next, [told("b.csv", "a")]), [], "a new list is laid out beside what runs read");
        assert.notEqual(next.root(ours), dead.root(ours));
        assert.equal(await read(stores, dead, "a.csv"), "a");
        await next.forget(ours);
        for await (const { folder } of stores.place.list()) assert.fail(folder);
        await next.resume(sessionId("never-sent"));
        assert.equal(next.root(sessionId("never-sent")), undefined);
      }),
    );
  });
}
