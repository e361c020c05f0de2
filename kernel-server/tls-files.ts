import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { BetweenError } from "../protocol/errors.ts";
import { systemReason } from "../protocol/local/system-reason.ts";
import { reasonOf } from "./log/reason-of.ts";
import type { Log } from "./log/log.ts";

export type TlsFiles = { cert: string; key: string };
/** PEM. */
export type TlsPair = { cert: string; key: string };

/** Tools that renew certificates write them some days before the old ones end; a minute would do. */
const LOOK_MS = 10_000;

/** Reads a certificate and its key. Throws `settings.tls-file`, and `settings.tls-wrong` where the two do not belong together. */
export async function readTls(files: TlsFiles): Promise<TlsPair> {
  const pair = { cert: await read(files.cert, "tls-cert"), key: await read(files.key, "tls-key") };
  checkPair(pair);
  return pair;
}

/** Everything that is wrong with the two files: each that cannot be read, else what they are. */
export async function wrongInTls(files: TlsFiles, now: Date): Promise<BetweenError[]> {
  const both = await Promise.allSettled([read(files.cert, "tls-cert"), read(files.key, "tls-key")]);
  const [cert, key] = both;
  if (cert.status === "rejected" || key.status === "rejected")
    return both.flatMap((one) => (one.status === "rejected" ? [BetweenError.from(one.reason)] : []));
  try {
    const pair = { cert: cert.value, key: key.value };
    checkPair(pair);
    checkExpiry(pair, files.cert, now);
    return [];
  } catch (thrown) {
    return [BetweenError.from(thrown)];
  }
}

function checkPair(pair: TlsPair): void {
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw new BetweenError("settings.tls-wrong", { reason: reasonOf(cause) }, { cause });
  }
}

/** Throws `settings.tls-expired`. */
export function checkExpiry({ cert }: TlsPair, file: string, now: Date): void {
  const until = new X509Certificate(cert).validToDate;
  if (until < now) throw new BetweenError("settings.tls-expired", { file, date: until.toISOString().slice(0, 10) });
}

/**
 * Gives `use` the files' contents when they have changed. Looks by itself instead of asking the system to tell: renewed
 * certificates come by links that are turned over, which watchers of files do not see. A pair that does not fit (one of
 * the two is written before the other) is left for the next look.
 */
export function watchTls(
  files: TlsFiles,
  first: TlsPair,
  use: (pair: TlsPair) => void,
  log: Log,
  everyMs = LOOK_MS,
): () => void {
  let last = first;
  let said = "";
  const look = async () => {
    try {
      const pair = await readTls(files);
      said = "";
      if (pair.cert === last.cert && pair.key === last.key) return;
      last = pair;
      use(pair);
      log("certificate read again", { until: new X509Certificate(pair.cert).validToDate.toISOString() });
    } catch (thrown) {
      const reason = reasonOf(thrown);
      if (reason !== said) log("the certificate stays as it was", { level: "warn", reason });
      said = reason;
    }
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return () => clearInterval(timer);
}

async function read(file: string, key: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new BetweenError("settings.tls-file", { key, file, reason: systemReason(cause) }, { cause });
  }
}
