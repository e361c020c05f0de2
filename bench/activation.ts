/** What opening the first notebook costs the editor: activation of the packaged extension beside one that does next to nothing. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFigures, BUNDLES_FILE, type Bundles } from "../bundles.ts";
import { launch, LOCAL_NETWORK } from "../test/browser/chromium.ts";
import { root } from "../test/support/between.ts";
import { runInHost } from "../test/vscode/host-run.ts";
import { startVsCode } from "../test/vscode/start-vscode.ts";
import { packagedExtension } from "../test/vscode/vsix.ts";
import { median, scaled } from "./support/figures.ts";
import { publish } from "./support/finding.ts";

const ROUNDS = scaled(5, 1);
const folder = await mkdtemp(join(tmpdir(), "bench-activation-"));
const answer = join(folder, "answer.json");
const module = join(folder, "index.cjs");
// Runs in the extension host, where `vscode` is.
await writeFile(
  module,
  `const vscode = require("vscode");
exports.run = async () => {
  const took = {};
  for (const id of ["between-test.probe", "between-notebooks.between-notebooks"]) {
    const extension = vscode.extensions.getExtension(id);
    if (extension.isActive) throw new Error(id + " was active before anything needed it");
    const start = performance.now();
    await extension.activate();
    took[id] = performance.now() - start;
  }
  require("node:fs").writeFileSync(${JSON.stringify(answer)}, JSON.stringify(took));
};
`,
);

const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const browser = await launch([LOCAL_NETWORK]);
  await using vscode = await startVsCode({ extensions: [packagedExtension()] });
  try {
    const said: string[] = [];
    const passed = await runInHost(vscode, await browser.newPage(), module, (line) => said.push(line));
    if (!passed) throw new Error(`The editor did not measure: ${said.join("\n")}`);
  } finally {
    await browser.close();
  }
  // SAFETY: written by the module above.
  const took = JSON.parse(await readFile(answer, "utf8")) as Record<string, number>;
  ours.push(took["between-notebooks.between-notebooks"] ?? Number.NaN);
  theirs.push(took["between-test.probe"] ?? Number.NaN);
}
await rm(folder, { recursive: true });

// SAFETY: the build wrote it.
const bundles = JSON.parse(await readFile(join(root, BUNDLES_FILE), "utf8")) as Bundles;
const sizes = bundleFigures(bundles).map(
  ({ what, bytes, budget }) => `${what} ${Math.round(bytes / 1000)} of at most ${budget / 1000} KB`,
);
await publish({
  name: "activation",
  title: "Activation of the extension in a real VS Code",
  findings: [
    {
      what: "from the call to its end",
      unit: "ms",
      ours: median(ours),
      beside: "an extension of 30 lines",
      theirs: median(theirs),
      budget: { says: "<= 50 ms", kept: median(ours) <= 50 },
    },
  ],
  notes: [`Bundles: ${sizes.join("; ")}.`],
});
process.exit(0);
