import { DeleteObjectsCommand, GetObjectCommand, PutObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { FilePlace, ListedFolder } from "./file-place.ts";
import type { S3Limits } from "./s3-client.ts";
import { s3Client } from "./s3-client.ts";
import { nameOf, s3Error } from "./s3-error.ts";
import { decodedKey } from "./s3-keys.ts";
import type { S3Place } from "./s3.ts";

/** A place for files below a prefix of a bucket. */
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
    read: (path, signal) =>
      asking(`${prefix}/${path}`, signal, async (options) => {
        try {
          const { Body } = await client.send(
            new GetObjectCommand({ Bucket: bucket, Key: `${prefix}/${path}` }),
            options,
          );
          return (await Body?.transformToByteArray()) ?? new Uint8Array();
        } catch (thrown) {
          if (nameOf(thrown) === "NoSuchKey") return undefined;
          throw thrown;
        }
      }),
    async *list(signal) {
      const folders = new Map<string, ListedFolder>();
      const below = { Bucket: bucket, Prefix: `${prefix}/`, EncodingType: "url" as const };
      await asking(below.Prefix, signal, async (options) => {
        for await (const { Contents = [], EncodingType } of paginateListObjectsV2({ client }, below, options)) {
          for (const { Key = "", Size = 0, LastModified = new Date(0) } of Contents) {
            const [folder = "", inside] = decodedKey(Key, EncodingType).slice(below.Prefix.length).split("/", 2);
            if (inside === undefined) continue;
            const { bytes, modified } = folders.get(folder) ?? { bytes: 0, modified: LastModified };
            const newest = modified > LastModified ? modified : LastModified;
            folders.set(folder, { folder, bytes: bytes + Size, modified: newest });
          }
        }
      });
      yield* folders.values();
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
