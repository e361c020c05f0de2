/**
 * Runs the suites of `host/` inside the extension host, where `vscode` can be imported: the editor opens with a payload that
 * names the bundled suites, as `@vscode/test-electron` would, and tells through the page what they print and how they ended.
 */
import { glob, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { root } from "../support/between.ts";
import type { VsCode } from "./start-vscode.ts";
import { MARK, reportIn } from "./summary.ts";

/** From opening the page to the end of the last suite. */
const LIMIT_MS = 10 * 60_000;

export type SuiteOptions = {
  /** Only tests with this in their names. */
  grep?: string;
  /** What marks the report's lines. */
  mark?: string;
  /** How often a test that fails is tried again. */
  retries?: number;
};

/** Bundles the suites whose file names contain one of `parts` (all when empty) and gives the module to run, in a folder of its own. */
export async function bundleSuites(
  parts: readonly string[],
  { grep = "", mark = MARK, retries = 0 }: SuiteOptions = {},
): Promise<{ module: string; suites: number }> {
  const suites: string[] = [];
  for await (const file of glob("test/vscode/host/*.test.ts", { cwd: root })) {
    if (parts.length === 0 || parts.some((part) => file.includes(part))) suites.push(join(root, file));
  }
  // Inside the repository, where the suites find mocha; a folder of its own, as runs may overlap.
  await mkdir(join(root, "out"), { recursive: true });
  const out = await mkdtemp(join(root, "out/host-"));
  const entry = join(out, "entry.ts");
  const loads = suites.sort().map((file) => `await import(${JSON.stringify(file)});`);
  await writeFile(
    entry,
    `import Mocha from "mocha";
import { Summary } from ${JSON.stringify(join(root, "test/vscode/summary.ts"))};
export async function run() {
  const mocha = new Mocha({ ui: "bdd", timeout: 60000, reporter: Summary, reporterOptions: ${JSON.stringify({ mark })}, grep: ${JSON.stringify(grep)}, retries: ${retries} });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  ${loads.join("\n  ")}
  await new Promise((resolve, reject) => {
    mocha.run((failures) => (failures > 0 ? reject(new Error(failures + " failed")) : resolve(undefined)));
  });
}
`,
  );
  const module = join(out, "index.cjs");
  await build({
    entryPoints: [entry],
    outfile: module,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode", "mocha"],
    logLevel: "warning",
    sourcemap: "inline",
    define: { "import.meta.url": JSON.stringify("file:///suites") },
  });
  return { module, suites: suites.length };
}

/** Opens the editor on the suites; their report goes to `print`, line by line. Gives whether all passed. */
export async function runInHost(
  vscode: VsCode,
  page: Page,
  module: string,
  print: (line: string) => void,
): Promise<boolean> {
  const { host } = new URL(vscode.url);
  const remote = (path: string) => `vscode-remote://${host}${path}`;
  const payload = [
    ["extensionDevelopmentPath", remote(join(root, "test/vscode/probe"))],
    ["extensionTestsPath", remote(module)],
  ];
  let ended: (code: number) => void = () => undefined;
  const code = new Promise<number>((resolve) => (ended = resolve));
  await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
    for (const line of reportIn(args.map(String).join(" "))) print(line);
  });
  await page.exposeFunction("codeAutomationExit", (exit: number) => ended(exit));
  // The payload alone does not start tests: the page's own settings must say that a driver listens.
  await page.route(
    (url) => url.pathname === "/" || url.pathname === "",
    async (route) => {
      const answer = await route.fetch();
      const html = await answer.text();
      const body = html.replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/,
        (_, start: string, settings: string) => {
          const parsed = JSON.parse(unescapeHtml(settings)) as { developmentOptions?: object }; // SAFETY: the editor's own.
          parsed.developmentOptions = { ...parsed.developmentOptions, enableSmokeTestDriver: true };
          return `${start}${escapeHtml(JSON.stringify(parsed))}"`;
        },
      );
      await route.fulfill({ response: answer, body });
    },
  );
  const query = new URLSearchParams({ folder: vscode.folder, payload: JSON.stringify(payload) });
  await page.goto(`${vscode.url}/?${query}`);
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => {
    limit = setTimeout(
      () => (print(`The suites did not end within ${LIMIT_MS / 60_000} minutes`), resolve(1)),
      LIMIT_MS,
    );
  });
  try {
    return (await Promise.race([code, late])) === 0;
  } finally {
    clearTimeout(limit);
  }
}

const unescapeHtml = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
