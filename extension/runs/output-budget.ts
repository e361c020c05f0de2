import { CELL_OUTPUT_BYTES, NOTEBOOK_OUTPUT_BYTES } from "../../protocol/cell-output.ts";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { cutText } from "./cut-text.ts";

/** How much of an output is kept: all that fits, its first rows, or a few lines and a handle. */
export const SIZES = ["whole", "small", "least"] as const;
export type Size = (typeof SIZES)[number];

/** Bytes of an output as VS Code counts it. With 200 cells "small" still fits, with 2,000 "least" does. */
export const MOST: Readonly<Record<Size, number>> = { whole: CELL_OUTPUT_BYTES, small: 22_000, least: 2_500 };

/** Of the cell's bytes, what its text may take; errors and the form around them need the rest. */
const TEXT: Readonly<Record<Size, number>> = { whole: 500_000, small: 8_000, least: 600 };
/** And what pictures and the like may take. */
const MEDIA: Readonly<Record<Size, number>> = { whole: 400_000, small: 6_000, least: 0 };
/** What the plain alternative and the form around the rows take at most. */
const MARGIN = 6_000;

const encoder = new TextEncoder();
export const jsonBytes = (value: unknown): number => encoder.encode(JSON.stringify(value)).byteLength;

/** The first ones that fit; of more than that only how many there are. */
function withMedia({ media: all, mediaLeftOut = 0, ...output }: CellOutput, size: Size): CellOutput {
  if (!all) return output;
  let room = MEDIA[size];
  const media = all.filter((one) => (room -= jsonBytes(one)) >= 0);
  const left = mediaLeftOut + all.length - media.length;
  return { ...output, media, ...(left > 0 && { mediaLeftOut: left }) };
}

/** The output with its text cut to what the size allows. Errors stay whole up to a length that no engine writes. */
export const withText = (whole: CellOutput, size: Size): CellOutput => {
  const output = withMedia(whole, size);
  const { text, error } = output;
  const engineText = error?.engineText;
  const most = TEXT[size];
  return {
    ...output,
    text: cutText(text, most),
    ...(error && engineText !== undefined && { error: { ...error, engineText: engineText.slice(0, most) } }),
  };
};

/** Bytes that are left for the rows of an output, as base64. */
export const roomForRows = (output: CellOutput, size: Size): number => {
  const bare = { ...output, results: output.results.map(({ page: _, ...result }) => result) };
  return Math.max(0, MOST[size] - (size === "whole" ? MARGIN : 200) - jsonBytes(bare));
};

/**
 * Shares `room` among results that would like `wanted` bytes each: those that want little get it all, the others the same
 * each of what is left.
 */
export function shareRoom(wanted: readonly number[], room: number): number[] {
  const shares = wanted.map(() => 0);
  let left = room;
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  order.forEach((i, served) => {
    const share = Math.min(wanted[i] ?? 0, Math.floor(left / (order.length - served)));
    shares[i] = share;
    left -= share;
  });
  return shares;
}

/** Room for the plain text beside each output, and for what the store keeps around them. */
const AROUND_BYTES = 500_000;

export type Held = { bytes: number; size: Size; ranAt: number };

/**
 * Which outputs have to become smaller so that all of a notebook's fit: the oldest first, to "small", and only when all
 * are small, to "least". Gives the new size of each, in the same order.
 */
export function shrinkToFit(held: readonly Held[], most = NOTEBOOK_OUTPUT_BYTES - AROUND_BYTES): Size[] {
  const sizes = held.map(({ size }) => size);
  let total = held.reduce((sum, { bytes }) => sum + bytes, 0);
  const bytes = held.map((each) => each.bytes);
  const oldest = held.map((_, i) => i).sort((a, b) => (held[a]?.ranAt ?? 0) - (held[b]?.ranAt ?? 0));
  for (const size of ["small", "least"] as const) {
    for (const i of oldest) {
      if (total <= most) return sizes;
      const now = sizes[i] ?? "least";
      if (SIZES.indexOf(now) >= SIZES.indexOf(size)) continue;
      const after = Math.min(bytes[i] ?? 0, MOST[size]);
      total -= (bytes[i] ?? 0) - after;
      bytes[i] = after;
      sizes[i] = size;
    }
  }
  return sizes;
}
