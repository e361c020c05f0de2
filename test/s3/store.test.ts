import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { sentFilesContract } from "../../kernel-server/session/sent-contract.ts";
import { objectStoreContract } from "../../kernel-server/store/contract.ts";
import type { ObjectStore } from "../../kernel-server/store/object-store.ts";
import { openStore } from "../../kernel-server/store/open-store.ts";
import { filePlaceContract } from "../../kernel-server/store/place-contract.ts";
import { s3Place } from "../../kernel-server/store/s3-place.ts";
import { s3Store } from "../../kernel-server/store/s3.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import { type Fault, type S3Proxy, startS3Proxy } from "../support/s3-proxy.ts";
import { type S3Server, startS3Server, useAws } from "../support/s3-server.ts";

const never = new AbortController().signal;
const bytes = (text: string) => Buffer.from(text);
const text = (body: Uint8Array | undefined) => (body ? Buffer.from(body).toString() : undefined);
const failed = async (work: Promise<unknown>): Promise<BetweenError> => {
  try {
    await work;
  } catch (thrown) {
    return BetweenError.from(thrown);
  }
  throw new Error("it did not fail");
};
const keysOf = async (store: ObjectStore, prefix: string, after?: string) => {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix, after)) keys.push(key);
  return keys;
};

let server: S3Server;
let proxy: S3Proxy;
let giveBack: () => void;
let bucket: string;

describe("the state on S3", () => {
  before(async function () {
    this.timeout(300_000);
    server = await startS3Server();
    proxy = await startS3Proxy(server.endpoint);
    giveBack = useAws(server.env);
    bucket = await server.bucket();
  });
  after(async () => {
    giveBack();
    await proxy.end();
    await server.end();
  });

  const place = (more: { bucket?: string; prefix?: string; endpoint?: string; region?: string } = {}) => ({
    bucket: more.bucket ?? bucket,
    prefix: more.prefix ?? crypto.randomUUID(),
    s3: { endpoint: more.endpoint ?? proxy.endpoint, region: more.region ?? server.region },
  });
  const state = (more: Parameters<typeof place>[0] = {}) => ({ kind: "s3" as const, ...place(more) });

  objectStoreContract("S3", async () => {
    const at = { bucket: await server.bucket(), prefix: "", s3: server.s3 };
    return { stores: [s3Store(at), s3Store(at)], dispose: async () => undefined };
  });

  filePlaceContract("S3", async () => {
    const at = { bucket: await server.bucket(), prefix: "team/sent", s3: server.s3 };
    return { place: s3Place(at), dispose: async () => undefined };
  });

  sentFilesContract("S3", async () => {
    const at = (prefix: string) => ({ bucket, prefix: `${prefix}-${crypto.randomUUID()}`, s3: server.s3 });
    return { stores: { store: s3Store(at("store")), place: s3Place(at("sent")) }, dispose: async () => undefined };
  });

  describe("an object store on S3 under faults", function () {
    this.timeout(60_000);

    const isPut = (asked: { method: string }) => asked.method === "PUT";
    const refused = (status: number, code: string): Fault => ({ do: "answer", status, code });

    it("wins a create whose answer was lost after S3 had carried it out", async () => {
      const store = s3Store(place());
      proxy.next(1, { do: "reset-after" }, isPut);
      const etag = await store.createIfAbsent("a", bytes("mine"));
      assert.ok(etag);
      assert.equal((await store.get("a"))?.etag, etag);
      assert.equal(await store.createIfAbsent("a", bytes("mine")), undefined, "the same bytes of another are not ours");
    });

    it("wins a swap whose answer was lost, and loses one that another made meanwhile", async () => {
      const store = s3Store(place());
      const first = await store.put("a", bytes("0"));
      proxy.next(1, { do: "reset-after" }, isPut);
      const second = await store.compareAndSwap("a", bytes("1"), first);
      assert.equal((await store.get("a"))?.etag, second);
      proxy.next(1, { do: "reset-before" }, isPut);
      assert.equal(await store.compareAndSwap("a", bytes("2"), first), undefined);
      assert.equal(text((await store.get("a"))?.body), "1");
    });

    it("tries again after 409, after slow down and after a connection that broke before anything happened", async () => {
      for (const fault of [
        refused(409, "ConditionalRequestConflict"),
        refused(503, "SlowDown"),
        { do: "reset-before" } as const,
      ]) {
        const store = s3Store(place());
        proxy.next(2, fault, isPut);
        const etag = await store.createIfAbsent("a", bytes("x"));
        assert.ok(etag, JSON.stringify(fault));
        proxy.next(2, fault, isPut);
        assert.ok(await store.compareAndSwap("a", bytes("y"), etag), JSON.stringify(fault));
      }
    });

    it("says what to do when S3 refuses", async () => {
      const cases: [Fault, string][] = [
        [refused(403, "AccessDenied"), "storage.forbidden"],
        [refused(403, "ExpiredToken"), "storage.credentials-expired"],
        [refused(403, "InvalidAccessKeyId"), "storage.credentials-wrong"],
        [refused(400, "AuthorizationHeaderMalformed"), "storage.wrong-region"],
        [refused(301, "PermanentRedirect"), "storage.wrong-region"],
        [refused(503, "SlowDown"), "storage.slow-down"],
        [refused(404, "NoSuchBucket"), "storage.bucket-missing"],
      ];
      for (const [fault, code] of cases) {
        proxy.next(99, fault);
        const error = await failed(openStore(state(), never, { attempts: 2 }));
        assert.equal(error.code, code);
        const sentence = say("en", error.code, error.args) + say("en", `${error.code}.hint`, error.args);
        assert.ok(!sentence.includes("{") && !sentence.includes(server.secretKey), sentence);
      }
      proxy.next(0, { do: "silence" });
    });

    it("knows a bucket that is not there, keys that are wrong, and a server that is away", async () => {
      assert.equal((await failed(openStore(state({ bucket: "not-there" }), never))).code, "storage.bucket-missing");
      const back = useAws({ ...server.env, AWS_SECRET_ACCESS_KEY: "wrong" });
      try {
        assert.equal((await failed(openStore(state(), never))).code, "storage.credentials-wrong");
      } finally {
        back();
      }
      const away = state({ endpoint: "http://127.0.0.1:1" });
      assert.equal((await failed(openStore(away, never, { attempts: 2 }))).code, "storage.unreachable");
    });

    it("opens a store that honours conditions, and leaves nothing of the probe", async () => {
      const { store, results, sent } = await openStore(state({ prefix: "team/between" }), never);
      assert.equal(results, `s3://${bucket}/team/between/results`);
      assert.equal(sent.root, `s3://${bucket}/team/between/sent`);
      assert.deepEqual(await keysOf(store, ""), []);
    });

    it("refuses a server that lets a second creator win, or swaps over a stale etag", async () => {
      let puts = 0;
      const overwrite: Fault = { do: "answer", status: 200, code: "", headers: { etag: '"made-up"' } };
      proxy.fault = (asked) => (isPut(asked) && asked.headers["if-none-match"] && ++puts === 2 ? overwrite : undefined);
      assert.deepEqual((await failed(openStore(state(), never))).args["what"], "If-None-Match");
      let swaps = 0;
      proxy.fault = (asked) => (isPut(asked) && asked.headers["if-match"] && ++swaps === 2 ? overwrite : undefined);
      const error = await failed(openStore(state(), never));
      assert.equal(error.code, "storage.no-conditions");
      assert.equal(error.args["what"], "If-Match");
      proxy.next(0, overwrite);
    });

    it("gives up on silence in time, and at once when it is told to", async () => {
      const store = s3Store(place(), { silentMs: 300, attempts: 1 });
      proxy.next(1, { do: "silence" });
      assert.equal((await failed(store.get("a"))).code, "storage.unreachable");
      const patient = s3Store(place());
      proxy.next(1, { do: "silence" });
      const abort = new AbortController();
      const got = failed(patient.get("a", abort.signal));
      setTimeout(() => abort.abort(new BetweenError("wire.cancelled")), 100);
      assert.equal((await got).code, "wire.cancelled");
    });

    it("reads on after an answer that broke off, or says so, but never gives a part", async () => {
      const store = s3Store(place(), { attempts: 3 });
      const body = Buffer.alloc(200_000, "x");
      await store.put("large", body);
      proxy.next(1, { do: "cut-body", bytes: 50_000 }, (asked) => asked.method === "GET");
      const got = await store.get("large").catch((thrown: unknown) => BetweenError.from(thrown));
      assert.ok(got instanceof BetweenError || got?.body.byteLength === body.byteLength);
    });

    it("lists several thousand objects, page by page, in order", async () => {
      const store = s3Store(place());
      const keys = Array.from({ length: 2_500 }, (_, i) => `runs/${String(i).padStart(5, "0")}.json`);
      for (let i = 0; i < keys.length; i += 50)
        await Promise.all(keys.slice(i, i + 50).map((key) => store.put(key, bytes("{}"))));
      const found = await keysOf(store, "runs/", "runs/00009.json");
      assert.deepEqual(found, keys.slice(10));
    });
  });
});
