import assert from "node:assert/strict";
import { bool, int64, list, tableFromArrays, tableToIPC, utf8 } from "@uwdata/flechette";
import fc from "fast-check";
import { describe, it } from "mocha";
import { runId } from "../../protocol/ids.ts";
import { CUT_KEY, writeCuts } from "../../protocol/values/cut.ts";
import { decodePage } from "../../protocol/values/page.ts";
import type { OutputHost } from "../output-host.ts";
import { copyArea, COPY_CELLS } from "./copy-area.ts";
import { copyWriter } from "./copy-text.ts";
import type { CopyFormat } from "./copy-text.ts";
import { gridModel } from "./grid-model.ts";
import { gridColumn } from "./columns.ts";

const columns = [
  { name: "user", numeric: false },
  { name: "n", numeric: true },
];

function write(format: CopyFormat, rows: (string | undefined)[][]): string {
  const writer = copyWriter(format, columns);
  for (const row of rows) writer.add(row);
  return writer.text();
}

/** RFC 4180, read back. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "") break;
    if (end === "\r\n") rows.push([]);
  }
  return rows;
}

describe("what is copied", () => {
  it("is tab-separated values, with names when asked for", () => {
    const rows = [
      ["mina", "1"],
      ["a\tb", undefined],
      ['say "hi"\nthere', "2"],
    ];
    assert.equal(write("tsv", rows), 'mina\t1\n"a\tb"\t\n"say ""hi""\nthere"\t2');
    assert.equal(write("tsv-names", rows.slice(0, 1)), "user\tn\nmina\t1");
  });

  it("is CSV that tells null from empty text", () => {
    assert.equal(write("csv", [["", undefined]]), 'user,n\r\n"",');
  });

  it("is CSV that gives the same texts back", () => {
    const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "한", "\t") });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (rows) => {
        assert.deepEqual(readCsv(write("csv", rows)), [["user", "n"], ...rows]);
      }),
    );
  });

  it("is a Markdown table whose values stay values", () => {
    assert.equal(
      write("markdown", [
        ["a|b", "1"],
        ["<script>*x*\ny", undefined],
      ]),
      "| user | n |\n| --- | ---: |\n| a\\|b | 1 |\n| \\<script\\>\\*x\\*<br>y | null |",
    );
  });
});

describe("copying an area", () => {
  const big = 2n ** 63n - 1n;
  const table = tableFromArrays(
    { id: [big, null, 1n], note: ["one", "begin", "three"], tags: [["a", null], [], null], ok: [true, false, null] },
    { types: { id: int64(), note: utf8(), tags: list(utf8()), ok: bool() }, useBigInt: true },
  );
  table.schema.metadata = new Map([[CUT_KEY, writeCuts([{ row: 1, column: 1, bytes: 70_000 }])]]);
  const ipc = tableToIPC(table, { format: "stream" });
  assert.ok(ipc);
  const page = decodePage(ipc);

  function from(reachable = true) {
    const copied: string[] = [];
    const host = {
      ask: (ask: { t: string; text?: string }) => {
        if (ask.t === "copy") copied.push(ask.text ?? "");
        return Promise.resolve(ask.t === "value" ? { text: "the whole of it" } : {});
      },
    } as OutputHost; // SAFETY: answers the two kinds that copying asks.
    const model = gridModel(undefined, () => undefined);
    model.grow(3);
    model.hold({ from: 0, page, bytes: 1 });
    const names = ["bigint", "string", "array<string>", "boolean"];
    return {
      copied,
      of: {
        host,
        ref: { run: runId("r"), result: 0 },
        model,
        columns: page.columns.map(({ name }, i) => gridColumn({ name, type: names[i] ?? "", nullable: true })),
        timezone: "UTC",
        reachable,
      },
    };
  }
  const all = { top: 0, bottom: 3, left: 0, right: 4 };
  const signal = new AbortController().signal;

  it("writes exact values, and long ones whole", async () => {
    const { of, copied } = from();
    assert.equal(await copyArea(of, all, "tsv", () => undefined, signal), 12);
    assert.deepEqual(copied, [`${big}\tone\t["a", null]\ttrue\n\tthe whole of it\t[]\tfalse\n1\tthree\t\t`]);
  });

  it("gives one value as it is", async () => {
    const { of, copied } = from();
    await copyArea(of, { top: 0, bottom: 1, left: 2, right: 3 }, "tsv", () => undefined, signal);
    assert.deepEqual(copied, ['["a", null]']);
  });

  it("refuses what is too much for a clipboard before it reads anything", async () => {
    const { of, copied } = from();
    const area = { ...all, bottom: COPY_CELLS };
    await assert.rejects(
      copyArea(of, area, "csv", () => undefined, signal),
      { code: "grid.copy-too-large" },
    );
    assert.deepEqual(copied, []);
  });
});
