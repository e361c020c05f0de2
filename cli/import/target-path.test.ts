import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { fileName, isInTrash, originalName, targetPath } from "./target-path.ts";

const place = (name: string, folders: string[] = []) => ({ name, folders });
const at = (path: string, base = "/z") => ({ path, base, named: false });

describe("where an imported notebook goes", () => {
  it("is beside the original, under the name that people know it by", () => {
    assert.equal(
      targetPath(at("/z/a/Sign ups_2K7WQ9XTB.zpln"), place("x"), undefined),
      join("/z/a/Sign ups.between-nb"),
    );
    assert.equal(targetPath(at("/z/plot_of_days.ipynb"), place("x"), undefined), join("/z/plot_of_days.between-nb"));
    assert.equal(originalName("a_b_2K7WQ9XTB.zpln"), "a_b");
    assert.equal(originalName("_2K7WQ9XTB.zpln"), "_2K7WQ9XTB");
  });

  it("is in the same folders below another one", () => {
    assert.equal(targetPath(at("/z/a/b/n.ipynb"), place("x"), "/out"), join("/out/a/b/n.between-nb"));
  });

  it("is in the folders of its name where the file lies in one of its id", () => {
    const old = place("funnel", ["team", "old"]);
    assert.equal(targetPath(at("/z/2ABCDEFGH/note.json"), old, "/out"), join("/out/team/old/funnel.between-nb"));
    assert.equal(
      targetPath(at("/z/2ABCDEFGH/note.json", "/z/2ABCDEFGH"), old, undefined),
      join("/z/2ABCDEFGH/team/old/funnel.between-nb"),
    );
  });

  it("never leaves its folder, whatever a note is called", () => {
    for (const name of [
      "..",
      "../../etc/passwd",
      "/etc/passwd",
      "a/../../b",
      "C:\\x",
      "\u0000",
      "",
      "a\nb",
      "\u202egnp.exe",
    ]) {
      const target = targetPath(at("/z/2ABCDEFGH/note.json"), place(name, ["..", name]), "/out/deep");
      assert.ok(target.startsWith(join("/out/deep/")), `${name}: ${target}`);
      assert.doesNotMatch(target, /\.\.[/\\]|[\p{Cc}\u202e]/u);
    }
    assert.equal(fileName("con"), "_con");
    assert.equal(fileName("x".repeat(500)).length, 100);
    assert.equal(fileName("가입 현황"), "가입 현황");
  });

  it("is nowhere for what lies in Zeppelin's trash", () => {
    assert.ok(isInTrash(at("/z/~Trash/a_2K7WQ9XTB.zpln"), place("a")));
    assert.ok(isInTrash(at("/z/2ABCDEFGH/note.json"), place("a", ["~Trash"])));
    assert.ok(!isInTrash(at("/z/a/b.zpln"), place("~Trash")));
  });
});
