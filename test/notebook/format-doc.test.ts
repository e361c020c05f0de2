import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { parse as parseYaml } from "yaml";
import { check } from "../../notebook/check.ts";
import { cellOptionsSchema, frontMatterSchema } from "../../notebook/json-schema.ts";

const page = readFileSync(new URL("../../docs/format.md", import.meta.url), "utf8");

/** The fenced examples of a kind, freed from the indentation of a list. */
const examples = (kind: string) =>
  [...page.matchAll(new RegExp(`^( *)(\`{3,})${kind}\\n([\\s\\S]*?)^ *\\2$`, "gm"))].map(
    ([, indent = "", , text = ""], i) => ({
      name: `${kind} example ${i + 1}`,
      text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );

describe("docs/format.md", () => {
  it("shows notebooks and parts of them", () => {
    assert.ok(examples("between-nb").length >= 6);
    assert.ok(examples("yaml").length >= 4);
  });

  for (const { name, text } of examples("between-nb")) {
    it(`shows nothing that the reader has to complain about: ${name}`, () => {
      assert.deepEqual(
        check(text).filter(({ code }) => code !== "notebook.needs-cluster"),
        [],
      );
    });
  }

  for (const { name, text } of examples("yaml")) {
    it(`shows keys that the reader takes: ${name}`, () => {
      const inFront = /^(?:params|sources):/.test(text);
      const options = text
        .trimEnd()
        .split("\n")
        .map((line) => `--| ${line}`);
      const file = inFront ? `---\n${text}---\n` : ["```{sql}", ...options, "```", ""].join("\n");
      assert.deepEqual(check(file), []);
      assert.ok(parseYaml(text));
    });
  }

  it("names every key and every option", () => {
    for (const name of [
      ...Object.keys(frontMatterSchema.properties ?? {}),
      ...Object.keys(cellOptionsSchema.properties ?? {}),
    ]) {
      assert.match(page, new RegExp(`^\\| \`${name}\` +\\|`, "m"));
    }
  });
});
