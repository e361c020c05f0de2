const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** `12,345`; Korean groups the same way. */
export function count(n: number): string {
  return grouped.format(n);
}

/** `850 ms`, `1.2 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** Decimal units, as disks and S3 bills have them: `1.2 MB`. */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let step = 0;
  while (n >= 999.95 && step < units.length - 1) {
    n /= 1000;
    step++;
  }
  return `${grouped.format(n)} ${units[step] ?? ""}`;
}
