import type { Config } from "vega-lite";
import { chartConfig } from "./chart-config.ts";
import { colour, seriesDark, seriesLight } from "./palette.ts";

/** A chart's look in an editor. Colours are values that a canvas and a saved picture know too, so no CSS variables. */
export type ChartTheme = {
  kind: ThemeKind;
  font: string;
  ink: string;
  dim: string;
  grid: string;
  axis: string;
  /** Opaque: behind saved pictures and between stacked marks. */
  background: string;
  series: readonly string[];
};

export type ThemeKind = "light" | "dark" | "high-contrast" | "high-contrast-light";

/** The theme that VS Code's variables describe; `read` gives the value of a variable, "" where there is none. */
export function chartTheme(kind: ThemeKind, read: (variable: string) => string): ChartTheme {
  const first = (...names: string[]) =>
    names.map((name) => read(`--vscode-${name}`).trim()).find((value) => value !== "");
  const isDark = kind === "dark" || kind === "high-contrast";
  const contrasts = kind.startsWith("high-contrast");
  const ink = first("charts-foreground", "editor-foreground", "foreground") ?? (isDark ? "#cccccc" : "#3b3b3b");
  return {
    kind,
    font: first("font-family") ?? "sans-serif",
    ink,
    dim: contrasts ? ink : (first("descriptionForeground") ?? ink),
    // VS Code's own lines are as strong as text; behind marks they would be louder than these.
    grid: faded(ink, contrasts ? 0.4 : 0.12),
    axis: (contrasts ? first("contrastBorder") : undefined) ?? faded(ink, 0.35),
    background: first("notebook-editorBackground", "editor-background") ?? (isDark ? "#1f1f1f" : "#ffffff"),
    series: isDark ? seriesDark : seriesLight,
  };
}

/** A spec of ours in the theme's colours. */
export function inTheme(spec: object, theme: ChartTheme): object {
  return { ...replaced(spec, valuesOf(theme)), config: editorConfig(theme) };
}

/** The same for specs of a user's: titles and legends where Vega-Lite has them, since ours stand where our specs make room. */
export function specConfig(theme: ChartTheme): Config {
  const { axisX: _, axisY: __, legend = {}, ...config } = editorConfig(theme);
  const { labelColor, titleColor, labelFontSize, titleFontSize } = legend;
  return {
    ...config,
    aria: true,
    axisX: { grid: false },
    axisY: { domain: false, ticks: false },
    legend: { labelColor, titleColor, labelFontSize, titleFontSize } as typeof legend,
  };
}

/** What charts of this theme look like where their spec leaves it open. */
export function editorConfig(theme: ChartTheme): Config {
  const config = replaced(chartConfig, valuesOf(theme));
  const outline = theme.kind.startsWith("high-contrast") ? { stroke: theme.ink, strokeWidth: 1 } : {};
  return {
    ...config,
    font: theme.font,
    background: "transparent",
    range: { category: [...theme.series] },
    mark: { color: theme.series[0] ?? theme.ink },
    title: { color: theme.ink, fontSize: 13, fontWeight: 600, anchor: "start" },
    bar: outline,
    arc: outline,
  };
}

const valuesOf = (theme: ChartTheme) =>
  new Map<string, string>([
    ...theme.series.map((value, i): [string, string] => [`var(--series-${i + 1})`, value]),
    [colour.background, theme.background],
    [colour.ink, theme.ink],
    [colour.dim, theme.dim],
    [colour.grid, theme.grid],
    [colour.axis, theme.axis],
  ]);

/** Names from the data stand under `domain` and `title` and are never colours. */
function replaced<T>(value: T, values: ReadonlyMap<string, string>): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") return values.get(part) ?? part;
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return part.map(walk);
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, isName(key) ? each : walk(each)]));
  };
  // SAFETY: only strings change, and into strings.
  return walk(value) as T;
}

const isName = (key: string) => key === "domain" || key === "title";

/** A colour with this much of itself left. Of VS Code's colours each is `#rrggbb`, `#rrggbbaa`, `#rgb` or `rgba(…)`. */
export function faded(value: string, part: number): string {
  const parts = channels(value);
  if (!parts) return value;
  const [r, g, b, a] = parts;
  return `rgba(${r}, ${g}, ${b}, ${Math.round(a * part * 1000) / 1000})`;
}

function channels(value: string): [number, number, number, number] | undefined {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(value);
  const hex = short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join("")}`
    : value;
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})([\da-f]{2})?$/i.exec(hex);
  if (long) {
    const [r = 0, g = 0, b = 0, a = 255] = long.slice(1).flatMap((pair) => (pair ? [Number.parseInt(pair, 16)] : []));
    return [r, g, b, a / 255];
  }
  const list = /^rgba?\(([^)]*)\)$/
    .exec(value)?.[1]
    ?.split(/[\s,/]+/)
    .filter(Boolean)
    .map(Number);
  const [r, g, b, a = 1] = list ?? [];
  return r === undefined || g === undefined || b === undefined || [r, g, b, a].some(Number.isNaN)
    ? undefined
    : [r, g, b, a];
}
