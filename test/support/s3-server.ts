/**
 * A real S3 server for tests: versitygw over a folder of its own. Found on the PATH or in the cache, else built there once
 * with Go.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { acquireLock } from "../../protocol/local/lock.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { S3Settings } from "../../kernel-server/settings/settings.ts";

const run = promisify(execFile);
const VERSION = "v1.8.0";
const REGION = "us-east-1";
const ACCESS_KEY = "between-test";

export type S3Server = {
  endpoint: string;
  region: string;
  accessKey: string;
  secretKey: string;
  s3: S3Settings;
  /** What the credentials and the endpoint are told by, for this process (`useAws`) or another one. */
  env: Readonly<Record<string, string>>;
  client: S3Client;
  /** Makes a bucket of a new name. */
  bucket(): Promise<string>;
  put(bucket: string, key: string, body: string | Uint8Array): Promise<void>;
  /** Kills it without notice; `start` brings it back on the same port with the same objects. */
  stop(): Promise<void>;
  start(): Promise<void>;
  end(): Promise<void>;
};

/** The program, or in one line why there is none. */
export async function findVersitygw(): Promise<{ path: string } | { missing: string }> {
  const name = process.platform === "win32" ? "versitygw.exe" : "versitygw";
  const folder = join(cacheFolder(), `versitygw-${VERSION}`);
  const places = [folder, ...(process.env["PATH"] ?? "").split(delimiter)].map((each) => join(each, name));
  for (const path of places) if (await isThere(path)) return { path };
  try {
    await run("go", ["version"]);
  } catch {
    return { missing: "no S3 server: neither versitygw nor Go, to build it with, is on the PATH" };
  }
  await mkdir(folder, { recursive: true });
  const lock = await acquireLock(`${folder}.lock`);
  try {
    const path = join(folder, name);
    if (await isThere(path)) return { path };
    console.log(`building versitygw ${VERSION}, once`);
    const env = { ...process.env, GOBIN: folder };
    await run("go", ["install", `github.com/versity/versitygw/cmd/versitygw@${VERSION}`], { env, maxBuffer: 1 << 26 });
    return { path };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.trim().split("\n").at(-1) : String(thrown);
    return { missing: `no S3 server: versitygw could not be built (${reason})` };
  } finally {
    await lock.release();
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

export async function startS3Server(): Promise<S3Server> {
  const found = await findVersitygw();
  if ("missing" in found) throw new Error(found.missing);
  const root = await mkdtemp(join(tmpdir(), "between-s3-"));
  const secretKey = crypto.randomUUID();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const objects = join(root, "objects");
  await mkdir(objects);
  // A configuration of nobody: what the machine's user has set up has no say.
  const config = join(root, "config");
  await writeFile(config, "");
  const env = {
    AWS_ACCESS_KEY_ID: ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: secretKey,
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL: endpoint,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: config,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const client = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: secretKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  let child: ReturnType<typeof spawn> | undefined;
  const start = async () => {
    const args = ["--port", `127.0.0.1:${port}`, "--region", REGION, "--quiet", "posix", objects];
    child = spawn(found.path, args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { PATH: process.env["PATH"], HOME: root, ROOT_ACCESS_KEY: ACCESS_KEY, ROOT_SECRET_KEY: secretKey },
    });
    const stopWithUs = () => child?.kill("SIGKILL");
    process.once("exit", stopWithUs);
    child.once("exit", () => process.off("exit", stopWithUs));
    for (let tries = 0; ; tries++) {
      const answer = await fetch(endpoint).catch(() => undefined); // Not yet.
      if (answer) return;
      if (child.exitCode !== null || tries > 200) throw new Error("versitygw did not start");
      await sleep(50);
    }
  };
  const stop = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  await start();
  let buckets = 0;
  return {
    endpoint,
    region: REGION,
    accessKey: ACCESS_KEY,
    secretKey,
    s3: { endpoint, region: REGION, pathStyle: true },
    env,
    client,
    async bucket() {
      const Bucket = `logs-${++buckets}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      return Bucket;
    },
    async put(Bucket, Key, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body) }));
    },
    stop,
    start,
    async end() {
      client.destroy();
      await stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Puts AWS' variables in the place of this process' own until the returned function is called. */
export function useAws(env: Readonly<Record<string, string>>): () => void {
  const names = new Set([...Object.keys(process.env).filter((name) => name.startsWith("AWS_")), ...Object.keys(env)]);
  const before = new Map([...names].map((name) => [name, process.env[name]]));
  for (const name of names) delete process.env[name];
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
