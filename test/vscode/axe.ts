import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { root } from "../support/between.ts";

type Found = {
  violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  passes: { nodes: unknown[] }[];
};

/** Rules about whole pages: what is looked at here is a part of the editor's. */
const OF_PAGES = ["region", "landmark-one-main", "page-has-heading-one", "document-title"];

/** What axe-core objects to within an element of a frame. Throws when there was nothing to look at. `behind`: the colour of the page. */
export async function violations(
  frame: Frame,
  within: string,
  behind = "--vscode-editor-background",
): Promise<string[]> {
  // As the driver evaluates it, not as a script of the page, which its policy would not let in.
  await frame.evaluate(await readFile(join(root, "test/vscode/node_modules/axe-core/axe.min.js"), "utf8"));
  // The page around the frame shines through it, which axe does not see.
  await frame.evaluate((name) => (document.documentElement.style.backgroundColor = `var(${name})`), behind);
  const { violations, passes } = await frame.evaluate(
    ({ within, off }) => {
      const { axe } = globalThis as { axe?: { run(where: string, options: object): Promise<Found> } };
      if (!axe) throw new Error("axe is not here");
      return axe.run(within, { rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])) });
    },
    { within, off: OF_PAGES },
  );
  if (passes.length === 0) throw new Error(`axe found nothing to look at in ${within}`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
