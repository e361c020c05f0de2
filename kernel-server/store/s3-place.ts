import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { FilePlace } from "./file-place.ts";
import type { S3Limits } from "./s3-client.ts";
import { s3Client } from "./s3-client.ts";
import { s3Error } from "./s3-error.ts";
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
