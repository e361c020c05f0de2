import assert from "node:assert/strict";
import { describe } from "mocha";
import type { Frame } from "playwright-core";
import { violations } from "../axe.ts";
import { scenario } from "../scenario.ts";
import { THEMES, type Theme } from "../workbench.ts";

const NOTEBOOK = `---
between: 1
title: Requests
---
\`\`\`{sql}
--| name: by_hour
--| chart: {type: bar, x: hour, y: requests}
select id as hour, cast(100 + 40 * sin(id) as int) as requests from range(24)
\`\`\`

\`\`\`{sql}
select id, id * 1.5 as value, cast(null as string) as nothing from range(200)
\`\`\`
`;

/** Contrast of a chart's labels with the page behind them, as WCAG counts it: 1 to 21. */
const contrastOfLabels = (outputs: Frame) =>
  outputs
    .locator("svg.marks .role-axis-label text")
    .first()
    .evaluate((label) => {
      const luminance = (colour: string) => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        if (!canvas) throw new Error("no canvas");
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
          const share = part / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const behind = getComputedStyle(document.documentElement).getPropertyValue("--vscode-editor-background");
      const [light, dark] = [luminance(getComputedStyle(label).fill), luminance(behind)].sort((a, b) => b - a);
      return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    });

describe("how results look", () => {
  scenario("charts and tables follow the theme at once, and axe finds nothing", {}, async ({ vscode, workbench }) => {
    await vscode.write("requests.between-nb", NOTEBOOK);
    await workbench.open("requests.between-nb");
    await workbench.run("View: Toggle Primary Side Bar Visibility");
    await workbench.toolbar("Run All");
    await workbench.cell(1).until("success", 120_000);
    const outputs = await workbench.outputs();
    await outputs.locator("svg.marks").waitFor();
    // SAFETY: the names of the record that is typed by them.
    for (const theme of Object.keys(THEMES) as Theme[]) {
      await workbench.theme(theme);
      await workbench.cell(1).show();
      const marks = outputs.locator("svg.marks");
      await marks.waitFor();
      const contrast = await contrastOfLabels(outputs);
      assert.ok(contrast >= 4.5, `${theme}: contrast of labels ${contrast}`);
      assert.deepEqual(await violations(outputs, ".output"), [], theme);
      await workbench.screenshot(`results-${theme}`);
    }
  });
});
