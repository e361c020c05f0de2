import { chartTheme } from "../chart/chart-theme.ts";
import type { ChartTheme, ThemeKind } from "../chart/chart-theme.ts";

export type ThemeWatch = {
  now(): ChartTheme;
  /** Tells of each change until the function that it gives is called. One observer serves all who listen. */
  listen(changed: (theme: ChartTheme) => void): () => void;
  /** Observers at work. */
  observers(): number;
};

/** The editor's theme, from the body's classes and the variables on the root element. */
export function themeWatch(page: Document): ThemeWatch {
  const listeners = new Set<(theme: ChartTheme) => void>();
  let observer: MutationObserver | undefined;
  let last = "";

  const now = () => {
    const style = getComputedStyle(page.documentElement);
    return chartTheme(themeKind(page.body.classList), (name) => style.getPropertyValue(name));
  };
  const look = () => {
    const theme = now();
    const text = JSON.stringify(theme);
    if (text === last) return;
    last = text;
    for (const changed of listeners) changed(theme);
  };

  return {
    now,
    listen: (changed) => {
      listeners.add(changed);
      if (!observer) {
        last = JSON.stringify(now());
        observer = new MutationObserver(look);
        observer.observe(page.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
        observer.observe(page.body, { attributes: true, attributeFilter: ["class"] });
      }
      return () => {
        listeners.delete(changed);
        if (listeners.size > 0) return;
        observer?.disconnect();
        observer = undefined;
      };
    },
    observers: () => (observer ? 1 : 0),
  };
}

/** The light high contrast theme has the class of the dark one too. */
export function themeKind(classes: Pick<DOMTokenList, "contains">): ThemeKind {
  if (classes.contains("vscode-high-contrast-light")) return "high-contrast-light";
  if (classes.contains("vscode-high-contrast")) return "high-contrast";
  return classes.contains("vscode-dark") ? "dark" : "light";
}
