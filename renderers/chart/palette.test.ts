import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { backgroundDark, backgroundLight, seriesDark, seriesLight } from "./palette.ts";

type Triple = [number, number, number];

const linear = (hex: string) =>
  [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;
const times = (matrix: Triple[], v: Triple) =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as Triple;
const luminance = (hex: string) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0];

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function lab(rgb: Triple): Triple {
  const xyz = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    rgb,
  );
  const [x, y, z] = xyz.map((v, i) => {
    const t = v / ([0.95047, 1, 1.08883][i] ?? 1);
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  }) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Machado, Oliveira, Fernandes 2009, severity 1. */
const deficiencies: Record<string, Triple[]> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function smallestDistance(colours: readonly string[], matrix: Triple[]): number {
  const labs = colours.map((c) => lab(times(matrix, linear(c)).map((v) => Math.min(1, Math.max(0, v))) as Triple));
  const pairs = labs.flatMap((a, i) => labs.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])));
  return Math.min(...pairs);
}

describe("the colours of series", () => {
  for (const [scheme, colours, background, apart] of [
    ["light", seriesLight, backgroundLight, 13],
    ["dark", seriesDark, backgroundDark, 14],
  ] as const) {
    it(`stand out from the ${scheme} background at 3:1`, () => {
      for (const colour of colours) assert.ok(contrast(colour, background) >= 3, `${colour} on ${background}`);
    });
    for (const [name, matrix] of Object.entries(deficiencies)) {
      it(`stay apart in ${scheme} with ${name === "none" ? "full colour vision" : name}`, () => {
        assert.ok(smallestDistance(colours, matrix) >= (name === "none" ? 34 : apart) - 0.5);
      });
    }
  }
});
