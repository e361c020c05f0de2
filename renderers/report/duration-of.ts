import type { Lang } from "../../protocol/wording/say.ts";

/** `0.42 s`, `12.3 s`, `3 min 5 s`, `2 h 10 min`, in the reader's language. */
export function durationOf(ms: number, lang: Lang): string {
  const seconds = Math.max(0, ms) / 1000;
  const unit = (value: number, name: "second" | "minute" | "hour", digits = 0) =>
    new Intl.NumberFormat(lang, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);
  if (seconds < 60) return unit(seconds, "second", seconds < 10 ? 2 : 1);
  const whole = Math.round(seconds);
  if (whole < 3600) return `${unit(Math.floor(whole / 60), "minute")} ${unit(whole % 60, "second")}`;
  return `${unit(Math.floor(whole / 3600), "hour")} ${unit(Math.floor((whole % 3600) / 60), "minute")}`;
}
