import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cellOptionsSchema, frontMatterSchema } from "../../../notebook/json-schema.ts";
import { keyText } from "./key-text.ts";
import { keyPaths, schemaAt } from "./schema.ts";

describe("the texts of keys", () => {
  it("are there for every key of front matter and options, in English as the format itself says it", () => {
    for (const [of, schema] of [
      ["front", frontMatterSchema],
      ["options", cellOptionsSchema],
    ] as const) {
      const paths = keyPaths(schema).map((path) => path.split("."));
      assert.ok(paths.length > 15);
      for (const path of paths) {
        assert.equal(keyText("en", { of }, path), schemaAt(schema, path)?.description, path.join("."));
        assert.match(keyText("ko", { of }, path) ?? "", /[가-힣]/, path.join("."));
      }
    }
  });
});
