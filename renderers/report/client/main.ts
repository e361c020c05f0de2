/** The script of a report: makes its still charts answer to the pointer and the keyboard. Everything else works without it. */
import { livenChart } from "./live-chart.ts";
import type { ChartIsland } from "./chart-island.ts";

async function liven(): Promise<void> {
  for (const script of document.querySelectorAll<HTMLScriptElement>("script[data-chart]")) {
    const plot = document.getElementById(script.dataset["chart"] ?? "");
    if (!plot) continue;
    // SAFETY: written by the same version of this program, in the same file.
    const island = JSON.parse(script.textContent ?? "") as ChartIsland;
    const still = [...plot.childNodes];
    // The page answers between one chart and the next.
    await new Promise((resolve) => setTimeout(resolve));
    try {
      await livenChart(plot, island);
    } catch (thrown) {
      // The still picture says the same.
      plot.replaceChildren(...still);
      console.warn(thrown);
    }
  }
  document.documentElement.dataset["alive"] = "true";
}

void liven();
