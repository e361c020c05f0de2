import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { root } from "../../test/support/between.ts";

type Manifest = { contributes: { commands: { command: string }[]; menus: Record<string, { command: string }[]> } };

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest; // SAFETY: our own manifest.
const declared = manifest.contributes.commands.map(({ command }) => command);

/** The keys of the parts' tables, as they stand in the sources: the parts themselves need a VS Code around them. */
const offered = readdirSync(join(root, "extension/vscode"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .flatMap((name) => {
    const source = readFileSync(join(root, "extension/vscode", name), "utf8");
    return [...source.matchAll(/["'](between\.\w+)["']: (?=\w|\()/g)].map(([, id = ""]) => id);
  });

describe("the commands", () => {
  it("are those of the manifest, all of them and each once", () => {
    assert.deepEqual(offered.sort(), [...declared].sort());
  });

  it("in menus are commands of the manifest", () => {
    const inMenus = Object.values(manifest.contributes.menus).flatMap((items) => items.map(({ command }) => command));
    for (const command of inMenus) assert.ok(declared.includes(command), command);
  });
});
