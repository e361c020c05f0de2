import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

declare const BUILD_VERSION: string | undefined;

/**
 * The version of the code that runs: two that differ never share a local server. A bundle carries it as the constant
 * BUILD_VERSION; sources say the package's version and a hash of the time and size of their files, such as
 * `0.1.0+src.3f9a1c04`.
 */
export function buildVersion(): string {
  return typeof BUILD_VERSION === "string" ? BUILD_VERSION : (fromSources ??= sourcesVersion());
}

/** What a kernel-server is made of. */
const SERVER_ROOMS = ["protocol", "notebook", "kernel-server", "renderers"];

let fromSources: string | undefined;

function sourcesVersion(): string {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { version: string }; // SAFETY: our own manifest.
  const hash = createHash("sha256");
  for (const room of SERVER_ROOMS) {
    const names = readdirSync(`${root}/${room}`, { recursive: true, encoding: "utf8" });
    for (const name of names.filter((one) => /(?<!\.test)\.(ts|py)$/.test(one)).sort()) {
      const { mtimeMs, size } = statSync(`${root}/${room}/${name}`);
      hash.update(`${room}/${name} ${mtimeMs} ${size}\n`);
    }
  }
  return `${version}+src.${hash.digest("hex").slice(0, 8)}`;
}
