/**
 * Bundles what ships into `dist/`: the command line, the kernel-server, the script inside reports, the editor's extension
 * and its output renderer. `npm ci` runs it, so that `npx between` works in a clone.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { BUNDLES_FILE, bundleFigures, EXTENSION, type Bundles } from "./bundles.ts";
import { mergeChunks } from "./merge-chunks.ts";
import { noticesOf } from "./notices.ts";
import { LEAST_NODE } from "./protocol/local/needs-newer-node.ts";
import { reportScriptBuild } from "./renderers/report/script.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  // Hangul as it is takes half the bytes of its escapes.
  charset: "utf8",
  metafile: true,
} satisfies BuildOptions;

/** Of the sources: two builds of different code never share a local server. */
async function sourceHash(): Promise<string> {
  const files: string[] = [];
  const rooms = "{protocol,notebook,kernel-server,renderers,cli,extension}";
  for await (const file of glob(`${rooms}/**/*.{ts,js,py,scala}`, { cwd: root })) {
    if (!file.endsWith(".test.ts")) files.push(file);
  }
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(`${root}/${file}`));
  return hash.digest("hex").slice(0, 8);
}

const { version } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { version: string };
const buildVersion = `${version}+${await sourceHash()}`;

/** For Node: ES modules, what is imported dynamically apart. */
const nodeBundle = {
  ...shared,
  outdir: "dist",
  platform: "node",
  format: "esm",
  splitting: true,
  define: { BUILD_VERSION: JSON.stringify(buildVersion) },
  // As ES modules, of which only what is used is bundled.
  alias: { yaml: `${root}node_modules/yaml/browser/index.js` },
  // Packages that are CommonJS inside ask for Node's own modules through require.
  banner: {
    js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);`,
  },
} satisfies BuildOptions;

const programs = [
  {
    ...nodeBundle,
    entryPoints: {
      between: "cli/start.ts",
      "kernel-server": "kernel-server/start.ts",
      "app-logs": "examples/app-logs/write.ts",
    },
    target: `node${LEAST_NODE}`,
    // Only where sources run is a report's script built when it is needed.
    external: ["esbuild"],
  },
  {
    ...nodeBundle,
    entryPoints: { extension: "extension/extension.ts" },
    // Those that activation loads become one file with it, so that no other program may share them.
    chunkNames: "extension-[name]-[hash]",
    target: "node22",
    external: ["vscode", "esbuild"],
    // One language of the catalogues is loaded, and not all of it at once.
    conditions: ["editor"],
  },
  {
    ...shared,
    ...reportScriptBuild,
    entryPoints: { "report-client": "renderers/report/client/main.ts" },
    outdir: "dist",
  },
  {
    ...shared,
    entryPoints: { output: "renderers/output.ts", markdown: "renderers/markdown.ts" },
    outdir: "dist/renderer",
    platform: "browser",
    format: "esm",
    splitting: true,
    target: "es2023",
    define: { "process.env.NODE_ENV": '"production"', BUILD_VERSION: JSON.stringify(buildVersion) },
  },
] satisfies BuildOptions[];

rmSync(`${root}/dist`, { recursive: true, force: true });
const bundles: Bundles = {};
const sources = new Set<string>();
for (const options of programs) {
  const { metafile } = await build(options);
  const made = bundlesOf(metafile);
  Object.assign(bundles, made);
  if (EXTENSION in made)
    Object.assign(bundles, await mergeChunks(root, EXTENSION, metafile, made, nodeBundle.banner.js));
  for (const source of Object.keys(metafile.inputs)) sources.add(source);
}
// Compiled where Scala cells first run, with the compiler of that machine's Spark.
cpSync(`${root}/kernel-server/engine/scala/scala-worker`, `${root}/dist/scala-worker`, { recursive: true });
writeFileSync(`${root}/dist/NOTICE.txt`, noticesOf(sources, root));
mkdirSync(dirname(`${root}/${BUNDLES_FILE}`), { recursive: true });
writeFileSync(`${root}/${BUNDLES_FILE}`, JSON.stringify(bundles, undefined, 1));
console.log(`Built dist/ (${buildVersion})`);
for (const { what, bytes } of bundleFigures(bundles)) console.log(`  ${what}: ${(bytes / 1000).toFixed(1)} KB`);

/** What a test and the packager need to know of each file that was built. */
function bundlesOf(metafile: Metafile): Bundles {
  return Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, { bytes, imports, inputs }]) => {
      const ours = imports.filter((one) => one.external !== true);
      return [
        path,
        {
          bytes,
          loads: ours.filter(({ kind }) => kind === "import-statement").map((one) => one.path),
          mayLoad: ours.filter(({ kind }) => kind === "dynamic-import").map((one) => one.path),
          drawsCharts: Object.keys(inputs).some((input) => input.startsWith("node_modules/vega/")),
        },
      ];
    }),
  );
}
