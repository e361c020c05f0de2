import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { BetweenError } from "../../protocol/errors.ts";
import type { S3Settings } from "../settings/settings.ts";
import { fromBytes, toBytes } from "./key-path.ts";
import type { Etag, Listed, ObjectStore } from "./object-store.ts";
import { type S3Limits, s3Client } from "./s3-client.ts";
import { nameOf, s3Error, statusOf } from "./s3-error.ts";
import { decodedKey, keyOfObject, listPrefix, objectKey } from "./s3-keys.ts";

export type S3Place = { bucket: string; prefix: string; s3: S3Settings };

/** Racing writers of one object are told to try again (409); each waits a little longer than before. */
const CONFLICTS = 8;
const CONFLICT_MS = 50;
/** Marks each conditional write, so that one whose answer was lost is known again. */
const WRITER = "between-writer";

/**
 * An object store in a bucket, below `prefix`. Writes are whole, `If-None-Match` and `If-Match` make them conditional; a write
 * whose answer was lost on the way is sent again, and then known by its mark.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function s3Store(place: S3Place, limits: S3Limits = {}): ObjectStore {
  const { bucket, s3 } = place;
  const client: S3Client = s3Client(s3, limits);
  const base = place.prefix === "" ? "" : `${place.prefix}/`;
  const at = (key: string) => ({ Bucket: bucket, Key: base + objectKey(key) });

  async function asking<T>(
    key: string | undefined,
    signal: AbortSignal | undefined,
    work: (options: { abortSignal?: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    try {
      return await work(signal ? { abortSignal: signal } : {});
    } catch (thrown) {
      throw s3Error(thrown, { bucket, s3, ...(key !== undefined && { key }) }, signal);
    }
  }

  const send = async (input: PutObjectCommandInput, options: { abortSignal?: AbortSignal }): Promise<Etag> =>
    etagOf((await client.send(new PutObjectCommand(input), options)).ETag);

  /** A write under a condition: its etag, or `undefined` when the condition does not hold. */
  const conditional = (
    key: string,
    body: Uint8Array,
    condition: { IfNoneMatch: string } | { IfMatch: string },
    signal?: AbortSignal,
  ) =>
    asking(key, signal, async (options) => {
      const writer = randomUUID();
      const input = { ...at(key), Body: body, Metadata: { [WRITER]: writer }, ...condition };
      for (let attempt = 1; ; attempt++) {
        try {
          return await send(input, options);
        } catch (thrown) {
          if (statusOf(thrown) === 409 && attempt < CONFLICTS) {
            await sleep(CONFLICT_MS * attempt * (0.5 + Math.random()), undefined, signal && { signal });
            continue;
          }
          if (statusOf(thrown) === 404 && "IfMatch" in condition && nameOf(thrown) !== "NoSuchBucket") return undefined;
          if (statusOf(thrown) !== 412 && statusOf(thrown) !== 409) throw thrown;
          return writtenBefore(key, writer, options);
        }
      }
    });

  /** The client sends again by itself, so that the refusal may come from our own first write. */
  async function writtenBefore(
    key: string,
    writer: string,
    options: { abortSignal?: AbortSignal },
  ): Promise<Etag | undefined> {
    try {
      const there = await client.send(new HeadObjectCommand(at(key)), options);
      return there.Metadata?.[WRITER] === writer ? etagOf(there.ETag) : undefined;
    } catch (thrown) {
      if (statusOf(thrown) === 404) return undefined;
      throw thrown;
    }
  }

  async function* pages(
    prefix: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<{ key: string; listed: Omit<Listed, "key"> }> {
    // Keys may hold what XML cannot.
    const input = { Bucket: bucket, Prefix: base + listPrefix(prefix), EncodingType: "url" as const };
    for await (const page of paginateListObjectsV2({ client }, input, signal ? { abortSignal: signal } : {})) {
      for (const { Key = "", Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        const key = keyOfObject(decodedKey(Key, page.EncodingType).slice(base.length));
        if (key?.startsWith(toBytes(prefix))) yield { key, listed: { bytes: Size, modified: LastModified } };
      }
    }
  }

  return {
    get: (key, signal) =>
      asking(key, signal, async (options) => {
        try {
          const { Body, ETag, LastModified } = await client.send(new GetObjectCommand(at(key)), options);
          const body = (await Body?.transformToByteArray()) ?? new Uint8Array();
          return { body, etag: etagOf(ETag), modified: LastModified ?? new Date(0) };
        } catch (thrown) {
          if (nameOf(thrown) === "NoSuchKey") return undefined;
          throw thrown;
        }
      }),

    put: (key, body, signal) => asking(key, signal, (options) => send({ ...at(key), Body: body }, options)),

    async delete(key, signal) {
      await asking(key, signal, (options) => client.send(new DeleteObjectCommand(at(key)), options));
    },

    async *list(prefix, after, signal) {
      // The order of encoded keys is not that of keys.
      const found: { key: string; listed: Omit<Listed, "key"> }[] = [];
      await asking(undefined, signal, async () => {
        for await (const each of pages(prefix, signal)) found.push(each);
      });
      found.sort((a, b) => (a.key < b.key ? -1 : 1));
      for (const { key, listed } of found) {
        signal?.throwIfAborted();
        if (after === undefined || key > toBytes(after)) yield { key: fromBytes(key), ...listed };
      }
    },

    createIfAbsent: (key, body, signal) => conditional(key, body, { IfNoneMatch: "*" }, signal),
    compareAndSwap: (key, body, etag, signal) => conditional(key, body, { IfMatch: etag }, signal),
  };
}

function etagOf(etag: string | undefined): Etag {
  if (etag === undefined) throw new BetweenError("storage.no-etag");
  return etag as Etag; // SAFETY: a branded string; this is where S3's own become ours.
}
