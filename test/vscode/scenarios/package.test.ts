import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import { startVsCode } from "../start-vscode.ts";

/** All that may ship. */
const ALLOWED = [
  /^(package\.json|package\.nls(\.ko)?\.json|readme\.md|changelog\.md|LICENSE\.txt|\.vsixmanifest)$/i,
  /^dist\/(renderer\/)?[\w.-]+\.js$/,
  /^dist\/NOTICE\.txt$/,
  // Compiled where Scala cells first run, and what starts a Spark on this machine.
  /^dist\/scala-worker\/[\w-]+\.scala$/,
  /^deploy\/bin\/[\w-]+(\.sh)?$/,
  /^docs\/[\w-]+\.md$/,
  /^docs\/pictures\/[\w-]+\.(png|svg)$/,
  /^media\/([\w-]+\/)?[\w.-]+\.(png|svg|js|css|json|md)$/,
  /^examples\/([\w-]+\.between-nb|README\.md|data\/[\w.-]+\.gz|data\/NOTICE\.md)$/,
];
const MOST_BYTES = 12_000_000;

describe("the packaged extension", () => {
  it("holds what it needs, and nothing of how it was made @smoke", async () => {
    await using vscode = await startVsCode();
    const [own] = await readdir(vscode.extensions).then((names) => names.filter((name) => name.startsWith("between-")));
    assert.ok(own, "it is installed");
    const folder = join(vscode.extensions, own);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) =>
        join(parentPath, name)
          .slice(folder.length + 1)
          .replaceAll("\\", "/"),
      );
    assert.deepEqual(
      files.filter((file) => !ALLOWED.some((one) => one.test(file))),
      [],
    );

    // SAFETY: our own manifest.
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
    const { notebookRenderer, walkthroughs, languages, grammars } = manifest.contributes;
    const named = [
      manifest.main,
      manifest.icon,
      ...notebookRenderer.map(({ entrypoint }) => (typeof entrypoint === "string" ? entrypoint : entrypoint.path)),
      ...walkthroughs.flatMap(({ steps }) => steps.flatMap(({ media }) => [media.image, media.svg, media.markdown])),
      ...languages.map(({ configuration }) => configuration),
      ...(grammars ?? []).map(({ path }) => path),
      ...["dist/kernel-server.js", "dist/between.js", "dist/report-client.js", "dist/app-logs.js", "dist/NOTICE.txt"],
    ].filter((path) => path !== undefined);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(folder, path))),
      [],
      "all that is named is there",
    );

    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes unpacked`);
  });
});

type Manifest = {
  main: string;
  icon?: string;
  contributes: {
    notebookRenderer: { entrypoint: string | { path: string } }[];
    walkthroughs: { steps: { media: { image?: string; svg?: string; markdown?: string } }[] }[];
    languages: { configuration?: string }[];
    grammars?: { path: string }[];
  };
};
