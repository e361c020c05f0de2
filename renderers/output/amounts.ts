import type { Lang } from "../../protocol/wording/say.ts";

export const countText = (count: number, lang: Lang): string => count.toLocaleString(lang);

/** `812 B`, `3.2 MB`, `14 GB`: powers of 1000, as disks and networks count. */
export function bytesText(bytes: number, lang: Lang): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  const digits = step > 0 && value < 100 ? 1 : 0;
  return `${value.toLocaleString(lang, { maximumFractionDigits: digits })} ${units[step] ?? ""}`;
}

/** `14:05`, or with its day when that is not today's, on the notebook's clock. */
export function clockText(ms: number, timezone: string, lang: Lang, now = Date.now()): string {
  const day = (at: number) => new Intl.DateTimeFormat("en-CA", { timeZone: timezone }).format(at);
  const time = { timeZone: timezone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const date = day(ms) === day(now) ? {} : ({ year: "numeric", month: "short", day: "numeric" } as const);
  return new Intl.DateTimeFormat(lang, { ...time, ...date }).format(ms);
}
