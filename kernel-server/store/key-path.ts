/**
 * Keys as names of files. Ordinary keys look as they are (`runs/20261122T052341-3f9a1c04.ab12.json`); all else is
 * percent-encoded byte by byte, so that `..`, newlines and names that an operating system reserves do no harm. A key may
 * be an object and a prefix of others at once: an object's name holds a dot or ends in `%f`, a folder's holds none or
 * ends in `%d`. Two keys that differ only in case need a file system that tells them apart.
 */

/** Longer names are cut into nested folders; file systems end at 255 bytes. */
const LONGEST = 200;
/** Ends the folder of a name that goes on below. `%` is never followed by these letters in an encoded byte. */
const GOES_ON = "%g";

export function directoryName(segment: string): string[] {
  const parts = cut(encode(segment));
  const last = parts.pop() ?? "";
  return [...parts, last === "" || last.includes(".") ? `${last}%d` : last];
}

export function fileName(segment: string): string[] {
  const parts = cut(encode(segment));
  const last = parts.pop() ?? "";
  return [...parts, last.includes(".") ? last : `${last}%f`];
}

/**
 * The part of a key that a folder stands for, with its slash; `undefined` when no key made it. As a string of bytes
 * (a long name may be cut inside a character), in which order is byte order.
 */
export function keyOfFolder(name: string): string | undefined {
  if (name.endsWith(GOES_ON)) return decode(name.slice(0, -2));
  const inner = decode(name.endsWith("%d") ? name.slice(0, -2) : name);
  return inner === undefined ? undefined : `${inner}/`;
}

/** The last part of a key, as a string of bytes. */
export function keyOfFile(name: string): string | undefined {
  return decode(name.endsWith("%f") ? name.slice(0, -2) : name);
}

export const toBytes = (key: string) => Buffer.from(key).toString("latin1");
export const fromBytes = (bytes: string) => Buffer.from(bytes, "latin1").toString("utf8");

function encode(segment: string): string {
  let name = "";
  for (const byte of Buffer.from(segment)) {
    const letter = String.fromCharCode(byte);
    const plain = /[A-Za-z0-9._=@,-]/.test(letter) && !(letter === "." && name === "");
    name += plain ? letter : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  // Windows drops a dot at the end.
  return name.endsWith(".") ? `${name.slice(0, -1)}%2E` : name;
}

function decode(name: string): string | undefined {
  if (/%(?![0-9A-F]{2})/.test(name)) return undefined;
  return name.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Cuts a long name between letters, never inside an encoded byte. */
function cut(name: string): string[] {
  const parts: string[] = [];
  let rest = name;
  while (rest.length > LONGEST) {
    let end = LONGEST;
    const percent = rest.lastIndexOf("%", end - 1);
    if (percent > end - 3) end = percent;
    parts.push(rest.slice(0, end) + GOES_ON);
    rest = rest.slice(end);
  }
  return [...parts, rest];
}
