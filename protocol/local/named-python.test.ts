import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { namedPython, namePython } from "./named-python.ts";

describe("the Python that is named for the embedded engine", () => {
  it("is known until another one or none is named", async () => {
    const folder = await mkdtemp(join(tmpdir(), "between-python-"));
    try {
      const cache = join(folder, "not/made/yet");
      assert.equal(await namedPython(cache), undefined);
      await namePython("", cache);
      await namePython("/opt/python 3/bin/python3", cache);
      assert.equal(await namedPython(cache), "/opt/python 3/bin/python3");
      await namePython("", cache);
      assert.equal(await namedPython(cache), undefined);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
