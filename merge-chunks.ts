/** An entry and the chunks that it loads at once, as one file. */
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { loadedBy, type Bundle, type Bundles } from "./bundles.ts";

/**
 * Splitting makes a chunk of whatever two parts share: two dozen files, each of which costs an extension host a search for
 * its package and a question to its loader (10 of 30 ms). They become one, and what loads a chunk later finds there what
 * it asks for. Gives what is new of the bundles.
 */
export async function mergeChunks(
  root: string,
  entry: string,
  { outputs }: Metafile,
  bundles: Bundles,
  banner: string,
): Promise<Bundles> {
  const chunks = [...loadedBy(bundles, entry)].filter((file) => file !== entry);
  const names = (chunk: string, i: number) =>
    (outputs[chunk]?.exports ?? []).map((name) => ({ name, merged: `${name}_${i}` }));
  const chunkExports = chunks.map((chunk, i) => {
    const list = names(chunk, i).map(({ name, merged }) => `${name} as ${merged}`);
    return `export { ${list.join(", ")} } from "./${basename(chunk)}";`;
  });
  const { outputFiles } = await build({
    stdin: {
      contents: [`export * from "./${basename(entry)}";`, ...chunkExports].join("\n"),
      resolveDir: join(root, dirname(entry)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "node",
    charset: "utf8",
    external: ["vscode"],
    banner: { js: banner },
    plugins: [asBuilt(banner)],
  });
  const [merged] = outputFiles;
  if (merged === undefined) throw new Error(`Nothing came of merging ${entry}`);
  await writeFile(join(root, entry), merged.contents);
  const found: Bundles = { [entry]: bundle(bundles, [entry, ...chunks], merged.contents.length, []) };
  for (const [i, chunk] of chunks.entries()) {
    const list = names(chunk, i).map(({ name, merged: there }) => `${there} as ${name}`);
    const text = `export{${list.join(",")}}from"./${basename(entry)}";\n`;
    await writeFile(join(root, chunk), text);
    found[chunk] = bundle(bundles, [], text.length, [entry]);
  }
  return found;
}

const bundle = (bundles: Bundles, files: readonly string[], bytes: number, loads: string[]): Bundle => ({
  bytes,
  loads,
  mayLoad: [...new Set(files.flatMap((file) => bundles[file]?.mayLoad ?? []))],
  drawsCharts: files.some((file) => bundles[file]?.drawsCharts === true),
});

/** What is loaded later stays a file of its own, and the banner stands once. */
const asBuilt = (banner: string): Plugin => ({
  name: "as-built",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\// }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
    onLoad({ filter: /\.js$/ }, async ({ path }) => ({ contents: (await readFile(path, "utf8")).replace(banner, "") }));
  },
});
