import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:tls";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { dial } from "../protocol/dial.ts";
import { BetweenError } from "../protocol/errors.ts";
import { makeCertificate, noCertificates } from "../test/support/certificate.ts";
import { listen, type Listening } from "./listen.ts";
import { checkExpiry, readTls, watchTls } from "./tls-files.ts";

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof BetweenError ? error.code : String(error)),
  );

describe("TLS", function () {
  this.timeout(30_000);
  let folder: string;
  let files: { cert: string; key: string };
  let door: Listening | undefined;
  before(async function () {
    if (noCertificates() !== undefined) this.skip();
    folder = await mkdtemp(join(tmpdir(), "between-tls-"));
    files = makeCertificate(folder, "first");
  });
  after(async () => {
    await door?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  it("names a file that cannot be read, and a key of another certificate", async () => {
    assert.equal(await codeOf(readTls({ ...files, cert: join(folder, "none") })), "settings.tls-file");
    const other = makeCertificate(folder, "other");
    assert.equal(await codeOf(readTls({ cert: files.cert, key: other.key })), "settings.tls-wrong");
    assert.equal(await codeOf(readTls({ cert: files.key, key: files.key })), "settings.tls-wrong");
  });

  it("knows a certificate that has expired", async () => {
    const pair = await readTls(files);
    checkExpiry(pair, "first.pem", new Date());
    assert.throws(() => checkExpiry(pair, "first.pem", new Date(Date.now() + 3 * 86_400_000)), {
      code: "settings.tls-expired",
    });
  });

  it("is what the door speaks where it has a certificate: who does not trust it, or speaks without, gets nowhere", async () => {
    door = await listen({
      host: "127.0.0.1",
      port: 0,
      tls: files,
      authenticate: () => ({ user: "ann", role: "admin" }),
      connect: () => undefined,
      log: () => undefined,
    });
    assert.match(door.url, /^wss:/);
    assert.equal(await codeOf(dial(door.url, { token: "a" })), "wire.certificate");
    assert.notEqual(await codeOf(dial(door.url.replace("wss:", "ws:"), { token: "a" })), "none");
    const { port } = new URL(door.url);
    const socket = connect({ host: "127.0.0.1", port: Number(port), ca: await readFile(files.cert) });
    await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
    socket.write("GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert.match(String(await new Promise((resolve) => socket.once("data", resolve))), /^HTTP\/1.1 426/);
    socket.destroy();
  });

  it("takes up a renewed certificate, and never half of one", async () => {
    const renewed = makeCertificate(folder, "renewed");
    const used: string[] = [];
    const said: string[] = [];
    const heard = () => new Promise<void>((resolve) => (wake = resolve));
    let wake = () => undefined as void;
    const stop = watchTls(
      files,
      await readTls(files),
      ({ cert }) => used.push(new X509Certificate(cert).subject),
      (line) => {
        said.push(line);
        wake();
      },
      20,
    );
    try {
      const half = heard();
      await copyFile(renewed.cert, files.cert);
      await half;
      assert.deepEqual([used, said], [[], ["the certificate stays as it was"]]);
      const whole = heard();
      await copyFile(renewed.key, files.key);
      await whole;
      assert.deepEqual(used, ["CN=renewed"]);
      const gone = heard();
      await writeFile(files.cert, "");
      await gone;
      assert.deepEqual(used, ["CN=renewed"]);
    } finally {
      stop();
    }
  });
});
