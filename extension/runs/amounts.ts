import type { Lang } from "../../protocol/wording/say.ts";

/** `12,345`. */
export const count = (n: number, lang: Lang): string => n.toLocaleString(lang);

/** `850 ms`, `1.2 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** Decimal units, as disks and S3 bills have them: `1.2 MB`. */
export function bytes(n: number, lang: Lang): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let step = 0;
  let left = n;
  while (left >= 999.95 && step < units.length - 1) {
    left /= 1000;
    step++;
  }
  return `${left.toLocaleString(lang, { maximumFractionDigits: 1 })} ${units[step] ?? ""}`;
}
