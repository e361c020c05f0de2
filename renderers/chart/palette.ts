/**
 * Colours of charts as CSS variables, so that one SVG serves light and dark. Eight series colours, derived from
 * Okabe-Ito and Tol and tuned on the two backgrounds: each at least 3:1 against its background; the smallest distance
 * between any two (Lab, CIE76) is 34 light and 38 dark, under full protanopia, deuteranopia and tritanopia
 * (Machado 2009) at least 13 and 14.
 */
export const seriesLight = ["#2470b9", "#d9601a", "#17a67e", "#7c2a68", "#5e5a1e", "#453a9e", "#7c8b9b", "#b00c46"];
export const seriesDark = ["#58b1ff", "#ee8a42", "#4fe0a8", "#c078ad", "#f0d054", "#8580f5", "#b8c0c3", "#f2607a"];
export const backgroundLight = "#ffffff";
export const backgroundDark = "#16181d";

/** What Vega writes as fill or stroke. */
export const colour = {
  series: seriesLight.map((_, i) => `var(--series-${i + 1})`),
  ink: "var(--chart-ink)",
  dim: "var(--chart-dim)",
  grid: "var(--chart-grid)",
  axis: "var(--chart-axis)",
  background: "var(--chart-background)",
} as const;

/** Declarations that give the variables their values in both schemes of a page whose `color-scheme` is set. */
export const paletteCss = [
  ...seriesLight.map((light, i) => `--series-${i + 1}:light-dark(${light},${seriesDark[i] ?? light})`),
  `--chart-background:light-dark(${backgroundLight},${backgroundDark})`,
  "--chart-ink:light-dark(#1c2230,#e4e7ec)",
  "--chart-dim:light-dark(#5a6372,#a2abb8)",
  "--chart-grid:light-dark(#e9ecf0,#2a2e36)",
  "--chart-axis:light-dark(#c3c9d2,#454b56)",
].join(";");
