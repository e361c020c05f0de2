/** The licences of the packages that are inside our bundles, which must go with them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One text of every package among the sources of bundles, by its path from `root`: `node_modules/zod/v4/index.js`. */
export function noticesOf(sources: Iterable<string>, root: string): string {
  const folders = new Set<string>();
  for (const source of sources) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const notices = [...folders].sort().map((folder) => noticeOf(join(root, folder)));
  return ["Between Notebooks contains the packages below, each under its own licence.", ...new Set(notices)].join(
    `\n\n${"-".repeat(80)}\n\n`,
  );
}

function noticeOf(folder: string): string {
  type Manifest = { name: string; version: string; license?: string; homepage?: string };
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest; // SAFETY: npm installed it.
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)(?!.*\.(js|ts|json)$)/i.test(name));
  const texts = names.sort().map((name) => readFileSync(join(folder, name), "utf8").trim());
  const head = `${manifest.name} ${manifest.version} (${manifest.license ?? "licence below"})`;
  return [head, manifest.homepage ?? "", ...texts].filter((part) => part !== "").join("\n\n");
}
