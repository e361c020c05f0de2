import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { S3Limits } from "./s3-client.ts";
import { s3Client } from "./s3-client.ts";
import { s3Error } from "./s3-error.ts";
import { decodedKey } from "./s3-keys.ts";
import type { S3Place } from "./s3.ts";

/** A place for files that engines read by their names, in a folder or a bucket. */
export interface FilePlace {
  /** An absolute path, or a URL. */
  readonly root: string;
  /** `path` is relative, with `/` and without `.` and `..`. */
  write(path: string, body: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Removes everything below a folder. */
  remove(folder: string, signal?: AbortSignal): Promise<void>;
}

export function folderPlace(root: string): FilePlace {
  return {
    root,
    async write(path, body, signal) {
      const file = join(root, ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body, signal ? { signal } : {});
    },
    remove: (folder) => rm(join(root, ...folder.split("/")), { recursive: true, force: true }),
  };
}

export function s3Place({ bucket, prefix, s3 }: S3Place, limits: S3Limits = {}): FilePlace {
  const client = s3Client(s3, limits);
  const asking = async <T>(
    key: string,
    signal: AbortSignal | undefined,
    work: (options: { abortSignal?: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await work(signal ? { abortSignal: signal } : {});
    } catch (thrown) {
      throw s3Error(thrown, { bucket, key, s3 }, signal);
    }
  };
  return {
    root: `s3://${bucket}/${prefix}`,
    async write(path, body, signal) {
      const input = { Bucket: bucket, Key: `${prefix}/${path}`, Body: body };
      await asking(input.Key, signal, (options) => client.send(new PutObjectCommand(input), options));
    },
    async remove(folder, signal) {
      const below = { Bucket: bucket, Prefix: `${prefix}/${folder}/`, EncodingType: "url" as const };
      await asking(below.Prefix, signal, async (options) => {
        for await (const { Contents = [], EncodingType } of paginateListObjectsV2({ client }, below, options)) {
          if (Contents.length === 0) continue;
          const Objects = Contents.map(({ Key = "" }) => ({ Key: decodedKey(Key, EncodingType) }));
          await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }), options);
        }
      });
    },
  };
}
