/** Colours by meaning. Without colour every function gives its text back. */
export type Paint = Record<"good" | "bad" | "warn" | "faint" | "strong" | "accent", (text: string) => string>;

const codes = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  faint: [2, 22],
  strong: [1, 22],
  accent: [36, 39],
} as const;

export function paint(color: boolean): Paint {
  const painter =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      color && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    good: painter(codes.good),
    bad: painter(codes.bad),
    warn: painter(codes.warn),
    faint: painter(codes.faint),
    strong: painter(codes.strong),
    accent: painter(codes.accent),
  };
}
