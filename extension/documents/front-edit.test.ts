import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { addSource } from "../../notebook/edit.ts";
import { frontEdit } from "./front-edit.ts";
import { notebookFolder } from "./notebook-folder.ts";

const spec = { name: "logs", from: { path: "./x.json" }, format: "json", onMalformed: "fail" } as const;

describe("an edit of the front matter", () => {
  it("is the front matter cell's new text, also where there was none", () => {
    assert.deepEqual(frontEdit(addSource("---\nbetween: 1\ntitle: T # why\n---\n# Text\n", spec)), {
      front: "between: 1\ntitle: T # why\nsources:\n  logs: {path: ./x.json, format: json}",
    });
    const made = frontEdit(addSource("# Text\n", spec));
    assert.ok("front" in made && made.front.startsWith("between: 1\nsources:"));
  });

  it("says why it cannot be made", () => {
    assert.ok("problems" in frontEdit(addSource("---\nsources: {logs: {path: ./a}}\n---\n", spec)));
  });
});

describe("where relative paths start from", () => {
  const uri = (scheme: string, fsPath: string) => ({ scheme, fsPath }) as Parameters<typeof notebookFolder>[0]["uri"]; // SAFETY: only these are read.
  it("is the notebook's folder, else the workspace's, else the home folder", () => {
    assert.equal(notebookFolder({ uri: uri("file", "/a/b.between-nb"), isUntitled: false }, undefined, "/home"), "/a");
    assert.equal(notebookFolder({ uri: uri("file", "/b.between-nb"), isUntitled: false }, undefined, "/home"), "/");
    assert.equal(notebookFolder({ uri: uri("untitled", "b"), isUntitled: true }, uri("file", "/w"), "/home"), "/w");
    assert.equal(notebookFolder({ uri: uri("untitled", "b"), isUntitled: true }, undefined, "/home"), "/home");
  });
});
