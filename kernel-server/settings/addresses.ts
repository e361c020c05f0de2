import { isIP, isIPv6 } from "node:net";

/** `s3://bucket/a`, `file:///srv`, and `s3:/bucket`, which was to be one; `C:/srv` is a path. */
export const isAddress = (written: string): boolean => /^[a-z][a-z0-9+.-]+:\//i.test(written);

/** What stands for nothing in a path but for a folder of that very name: nobody fills it in, as a shell does. */
export const isForShells = (written: string): boolean => /^~|\$[A-Za-z_{(]/.test(written);

/** A URL of the web without what would never be asked for, or nothing. */
export function httpUrl(written: string): URL | undefined {
  const url = /^https?:\/\/\S+$/i.test(written) ? urlOf(written) : undefined;
  if (!url || url.username !== "" || url.password !== "" || written.includes("#")) return undefined;
  return "host" in hostOf(url.hostname.replace(/^\[(.*)\]$/, "$1")) ? url : undefined;
}

/** A host as clients send it in their requests, or what was perhaps meant by something else. */
export function hostOf(written: string): { host: string } | { near?: string } {
  const host = plainHost(written);
  if (host !== undefined) return { host };
  if (written === "*") return {};
  const bare = written
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/s, "")
    .replace(/^.*@/, "")
    .replace(/^(\[[^\]]*\]|[^:]*):\d*$/, "$1")
    .replace(/^\[(.*)\]$/, "$1");
  const near = plainHost(bare);
  return near === undefined ? {} : { near };
}

/** As a URL writes it: in small letters, addresses in their one form, letters of other scripts as `xn--…`. */
function plainHost(written: string): string | undefined {
  const address = isIP(written) !== 0;
  if (!address && !/^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]*\.)*[\p{L}\p{N}\p{M}_-]*$/u.test(written)) return undefined;
  // A zone (`fe80::1%eth0`) is this machine's own; no URL has one.
  if (written.includes("%")) return written;
  const host = urlOf(`http://${isIPv6(written) ? `[${written}]` : written}`)?.hostname.replace(/^\[(.*)\]$/, "$1");
  // `1` and `10.1` are numbers that a URL makes other addresses of.
  return host !== undefined && (address || isIP(host) === 0) ? host : undefined;
}

/** `URL.parse` came with Node 22. */
const urlOf = (written: string) => (URL.canParse(written) ? new URL(written) : undefined);

const REGION = "[a-z]{2,6}(?:-[a-z]+)+-\\d{1,2}";

/** A region of AWS, or what was perhaps meant: the region of a zone (`eu-west-1a`). */
export function regionOf(written: string): { region: string } | { near?: string } {
  if (new RegExp(`^${REGION}$`).test(written)) return { region: written };
  const near = new RegExp(`^(${REGION})[a-z]?$`).exec(written.toLowerCase())?.[1];
  return near === undefined ? {} : { near };
}
