import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { chartTheme, faded, inTheme } from "./chart-theme.ts";
import type { ThemeKind } from "./chart-theme.ts";

// SAFETY: a file of ours.
const themes = JSON.parse(
  readFileSync(new URL("../../test/browser/editor-themes.json", import.meta.url), "utf8"),
) as Record<ThemeKind, { style: Record<string, string> }>;
const kinds = Object.keys(themes) as ThemeKind[]; // SAFETY: keys of that file.
const themeOf = (kind: ThemeKind) => chartTheme(kind, (name) => themes[kind].style[name] ?? "");

function contrast(a: string, b: string): number {
  const light = (colour: string) => {
    const [r = 0, g = 0, b = 0] = (colour.match(/[\da-f]{2}/gi) ?? []).map((pair) => {
      const part = Number.parseInt(pair, 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [x, y] = [light(a), light(b)];
  return x > y ? x / y : y / x;
}

describe("charts in the editor's themes", () => {
  for (const kind of kinds) {
    it(`can be read in ${kind}: every series 3:1 against the background, text 4.5:1`, () => {
      const theme = themeOf(kind);
      for (const colour of theme.series)
        assert.ok(contrast(colour, theme.background) >= 3, `${colour} on ${theme.background}`);
      for (const colour of [theme.ink, theme.dim]) assert.ok(contrast(colour, theme.background) >= 4.5, colour);
    });
  }

  it("hold no CSS variable, which a canvas and a saved picture do not know", () => {
    const spec = {
      mark: { stroke: "var(--chart-background)" },
      encoding: { color: { scale: { range: ["var(--series-1)"] } } },
    };
    assert.doesNotMatch(JSON.stringify(inTheme(spec, themeOf("dark"))), /var\(/);
  });

  it("leave names from the data as they are, whatever they are called", () => {
    const named = { encoding: { color: { title: "var(--series-1)", scale: { domain: ["var(--chart-ink)"] } } } };
    assert.deepEqual({ ...inTheme(named, themeOf("dark")), config: 0 }, { ...named, config: 0 });
  });

  it("outline bars where contrast is high", () => {
    const barOf = (kind: ThemeKind) => (inTheme({}, themeOf(kind)) as { config: { bar: object } }).config.bar;
    assert.deepEqual(barOf("dark"), {});
    assert.deepEqual(barOf("high-contrast"), { stroke: "#ffffff", strokeWidth: 1 });
  });

  it("fade colours of every form that themes have", () => {
    assert.deepEqual(
      ["#ffffff", "#fff", "#20304080", "rgba(1, 2, 3, 0.5)", "rgb(1 2 3)", "red"].map((colour) => faded(colour, 0.5)),
      [
        "rgba(255, 255, 255, 0.5)",
        "rgba(255, 255, 255, 0.5)",
        "rgba(32, 48, 64, 0.251)",
        "rgba(1, 2, 3, 0.25)",
        "rgba(1, 2, 3, 0.5)",
        "red",
      ],
    );
  });
});
