/**
 * Bundles what ships into `dist/`: the command line, the kernel-server, and the script inside reports. `npm ci` runs it,
 * so that `npx between` works in a clone.
 */
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { glob } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { reportScriptBuild } from "./renderers/report/script.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
};

/** Of the sources: two builds of different code never share a local server. */
async function sourceHash(): Promise<string> {
  const files: string[] = [];
  for await (const file of glob("{protocol,notebook,kernel-server,renderers,cli}/**/*.{ts,js,py}", { cwd: root })) {
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

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { between: "cli/main.ts", "kernel-server": "kernel-server/main.ts" },
  outdir: "dist",
  platform: "node",
  target: "node20",
  format: "esm",
  splitting: true,
  // Only where sources run is a report's script built when it is needed.
  external: ["esbuild"],
  define: { BUILD_VERSION: JSON.stringify(buildVersion) },
  // Packages that are CommonJS inside ask for Node's own modules through require.
  banner: {
    js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);`,
  },
});
await build({
  ...shared,
  ...reportScriptBuild,
  entryPoints: { "report-client": "renderers/report/client/main.ts" },
  outdir: "dist",
});
console.log(`Built dist/ (${buildVersion})`);
