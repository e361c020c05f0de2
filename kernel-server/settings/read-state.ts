import { resolve } from "node:path";
import type { Section } from "./section.ts";
import type { S3Settings, StatePlace } from "./settings.ts";

/** `state: s3://bucket/prefix` or a folder. */
export function readState(top: Section, folder: string, s3: S3Settings): StatePlace | undefined {
  const written = top.text("state");
  return written === undefined ? undefined : (placeOf(written, folder, s3) ?? top.fail("state", "settings.state"));
}

/** Where state is, as it is written; `undefined` for what is neither a folder nor `s3://bucket/prefix`. */
export function placeOf(written: string, folder: string, s3: S3Settings): StatePlace | undefined {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(written)) return { kind: "folder", path: resolve(folder, written) };
  // Bucket names: docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(written);
  if (found?.[1] === undefined) return undefined;
  return { kind: "s3", bucket: found[1], prefix: (found[2] ?? "").replace(/^\/+|\/+$/g, ""), s3 };
}

/** How S3 is reached: `{region, endpoint, path-style, profile}`. Keys and secrets have no place in the file. */
export function readS3(section: Section): S3Settings {
  const endpoint = section.text("endpoint");
  const region = section.text("region");
  const pathStyle = section.flag("path-style");
  const profile = section.text("profile");
  section.close();
  if (endpoint !== undefined && !/^https?:\/\/[^/@\s]+\/?$/.test(endpoint))
    section.fail("endpoint", "settings.endpoint");
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(pathStyle !== undefined && { pathStyle }),
    ...(profile !== undefined && { profile }),
  };
}
