import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { BetweenError } from "../../protocol/errors.ts";
import { type Entry, type FileTree, type FoundFile, isHidden } from "../engine/find-in-tree.ts";
import type { S3Settings } from "../settings/settings.ts";
import { s3Client } from "./s3-client.ts";
import { s3Error } from "./s3-error.ts";
import { decodedKey } from "./s3-keys.ts";

/** `s3://bucket/key` taken apart. Throws `storage.bucket-unreadable`. */
export function s3Address(path: string): { scheme: string; bucket: string; key: string } {
  const parts = /^(s3[an]?:\/\/)([^/*?[\]{}\\]+)(?:\/|$)/i.exec(path);
  if (!parts?.[1] || !parts[2]) throw new BetweenError("storage.bucket-unreadable", { path });
  return { scheme: parts[1], bucket: parts[2], key: path.slice(parts[0].length) };
}

/** The objects of S3 as files: `/` in a key is what a folder is elsewhere. */
export function s3Tree(s3: S3Settings): FileTree {
  let made: S3Client | undefined;
  const client = () => (made ??= s3Client(s3));

  async function* listing(prefix: string, signal: AbortSignal, more: { Delimiter?: string; MaxKeys?: number } = {}) {
    const { scheme, bucket, key } = s3Address(prefix);
    const input = { Bucket: bucket, Prefix: key, EncodingType: "url" as const, ...more };
    try {
      for await (const page of paginateListObjectsV2({ client: client() }, input, { abortSignal: signal })) {
        const at = (found: string) => `${scheme}${bucket}/${decodedKey(found, page.EncodingType)}`;
        for (const { Key = "", Size = 0, LastModified } of page.Contents ?? [])
          yield { path: at(Key), bytes: Size, modified: LastModified?.getTime() ?? 0 };
        for (const { Prefix = "" } of page.CommonPrefixes ?? []) yield { path: at(Prefix), bytes: 0, modified: 0 };
      }
    } catch (thrown) {
      throw s3Error(thrown, { bucket, key, s3 }, signal);
    }
  }

  return {
    split(path) {
      const { scheme, bucket, key } = s3Address(path);
      return { root: `${scheme}${bucket}/`, segments: key.split("/").filter((segment) => segment !== "") };
    },

    async entries(folder, begin, signal) {
      const above = folder.endsWith("/") ? folder : `${folder}/`;
      const found: Entry[] = [];
      for await (const file of listing(above + begin, signal, { Delimiter: "/" })) {
        const name = file.path.slice(above.length);
        if (name.endsWith("/")) found.push({ name: name.slice(0, -1) });
        else if (name !== "") found.push({ name, file });
      }
      return found;
    },

    async has(path, signal) {
      for await (const found of listing(`${path}/`, signal, { MaxKeys: 1 })) if (found) return true;
      for await (const found of listing(path, signal, { MaxKeys: 1 })) return found.path === path;
      return false;
    },

    async files(path, signal) {
      const found: FoundFile[] = [];
      const folder = path.endsWith("/") ? path : `${path}/`;
      for await (const file of listing(folder, signal)) {
        const below = file.path.slice(folder.length).split("/");
        // An empty object whose key ends in "/" stands for a folder.
        if (!below.some(isHidden) && below.at(-1) !== "") found.push(file);
      }
      if (found.length > 0 || path.endsWith("/")) return found;
      for await (const file of listing(path, signal, { MaxKeys: 1 })) return file.path === path ? [file] : [];
      return [];
    },

    async *everything(path, signal) {
      for await (const file of listing(path.endsWith("/") ? path : `${path}/`, signal))
        if (!file.path.endsWith("/")) yield file.path;
    },

    read(path, signal, range) {
      const { bucket, key } = s3Address(path);
      const bytes = new PassThrough();
      const Range = range && `bytes=${range.start}-${range.end}`;
      const begin = async () => {
        const { Body } = await client().send(
          new GetObjectCommand({ Bucket: bucket, Key: key, ...(Range && { Range }) }),
          { abortSignal: signal },
        );
        // SAFETY: in Node the SDK's body is a stream of Node's.
        if (Body) await pipeline(Body as Readable, bytes, { signal });
        else bytes.end();
      };
      begin().catch((thrown: unknown) => bytes.destroy(asError(s3Error(thrown, { bucket, key, s3 }, signal))));
      return bytes;
    },
  };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
