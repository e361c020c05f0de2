import { useLayoutEffect, useState } from "preact/hooks";
import type { ChartTheme } from "../chart/chart-theme.ts";
import { useOutput } from "./context.ts";

/** The editor's theme; draws again when it changes. */
export function useTheme(): ChartTheme {
  const { theme } = useOutput();
  const [now, setNow] = useState(theme.now);
  useLayoutEffect(() => theme.listen(setNow), [theme]);
  return now;
}
