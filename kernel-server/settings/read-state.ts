import { resolve } from "node:path";
import { httpUrl, isAddress, isForShells } from "./addresses.ts";
import type { Section } from "./section.ts";
import type { S3Settings, StatePlace } from "./settings.ts";

/** `state: s3://bucket/prefix` or a folder. */
export function readState(top: Section, folder: string, s3: S3Settings): StatePlace | undefined {
  const written = top.text("state");
  return written === undefined ? undefined : (placeOf(written, folder, s3) ?? top.fail("state", "settings.state"));
}

/** Where state is, as it is written; `undefined` for what is neither a folder nor `s3://bucket/prefix`. */
export function placeOf(written: string, folder: string, s3: S3Settings): StatePlace | undefined {
  if (isForShells(written)) return undefined;
  if (!isAddress(written)) return { kind: "folder", path: resolve(folder, written) };
  // Bucket names: docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(written);
  const prefix = (found?.[2] ?? "").replace(/^\/+|\/+$/g, "");
  if (found?.[1] === undefined || !isPlain(prefix)) return undefined;
  return { kind: "s3", bucket: found[1], prefix, s3 };
}

/** Engines read what is saved below it, each with characters of its own that mean more than themselves. */
const isPlain = (prefix: string) =>
  !/[%?#*[\]{}\\\p{Cc}]/u.test(prefix) &&
  (prefix === "" || prefix.split("/").every((part) => !["", ".", ".."].includes(part)));

/** Other stores than AWS' have regions of their own making. */
const isRegion = (written: string) => /^[A-Za-z0-9][\w-]{0,62}$/.test(written);

const isEndpoint = (written: string) => {
  const url = httpUrl(written);
  return url !== undefined && url.pathname === "/" && !written.includes("?");
};

/** How S3 is reached: `{region, endpoint, path-style, profile}`. Keys and secrets have no place in the file. */
export function readS3(section: Section): S3Settings {
  const endpoint = section.textThat("endpoint", isEndpoint, "settings.endpoint");
  const region = section.textThat("region", isRegion, "settings.region");
  const pathStyle = section.flag("path-style");
  const profile = section.text("profile");
  section.close();
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(pathStyle !== undefined && { pathStyle }),
    ...(profile !== undefined && { profile }),
  };
}
