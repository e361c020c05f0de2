import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { runId } from "../../protocol/ids.ts";
import type { SavedResult } from "../../protocol/messages.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { parse } from "../../notebook/parse.ts";
import { folderStore } from "../store/folder.ts";
import { savedInputs } from "./saved-inputs.ts";
import { listSaved, placeName, recordSaved } from "./saved-index.ts";
import { resultPlace } from "./save-target.ts";

const write = (to: string, at: number, more: Partial<SavedResult> = {}): SavedResult => ({
  to,
  format: "delta",
  rows: at,
  replaced: "*",
  at,
  run: runId(`run-${at}`),
  notebook: "daily",
  user: "ann",
  cell: 0,
  inputs: [],
  ...more,
});

describe("the list of saved results", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-saved-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("tells of each place the last write, and all of them where they are asked for", async () => {
    const store = folderStore(folder);
    for (const [to, at] of [
      ["growth/dau", 1],
      ["growth/dau", 2],
      ["growth/dau-old", 3],
      ["other", 4],
    ] as const)
      await recordSaved(store, write(to, at));
    const places = async (prefix?: string) => (await listSaved(store, { prefix })).map(({ to, at }) => `${to} ${at}`);
    assert.deepEqual(await places(), ["growth/dau-old 3", "growth/dau 2", "other 4"].sort(byPlace));
    assert.deepEqual(await places("growth"), ["growth/dau 2", "growth/dau-old 3"].sort(byPlace));
    assert.deepEqual(await places("growth/dau"), ["growth/dau 2"]);
    assert.deepEqual(
      (await listSaved(store, { prefix: "growth/dau", history: true })).map(({ at }) => at),
      [2, 1],
    );
  });

  it("loses no write of several servers, and counts one that is told twice once", async () => {
    const stores = [folderStore(folder), folderStore(folder)] as const;
    await Promise.all(Array.from({ length: 12 }, (_, i) => recordSaved(stores[i % 2 === 0 ? 0 : 1], write("a", i))));
    await recordSaved(stores[0], write("a", 3));
    const all = await listSaved(stores[1], { history: true });
    assert.deepEqual(
      all.map(({ at }) => at),
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    );
  });

  it("names places as people do", () => {
    assert.equal(placeName("/state/results/growth/dau", "/state/results"), "growth/dau");
    assert.equal(placeName("s3://b/team/results/dau", "s3://b/team/results"), "dau");
    assert.equal(placeName("s3://other/dau", "s3://b/team/results"), "s3://other/dau");
  });
});

describe("the place of a result", () => {
  it("lies below the results folder or address, and never outside", () => {
    assert.equal(resultPlace("growth/dau", "s3://b/team/results"), "s3://b/team/results/growth/dau");
    assert.equal(resultPlace("./growth//x/../dau/", "s3://b/results/"), "s3://b/results/growth/dau");
    assert.equal(resultPlace("s3://c/x", "s3://b/results"), "s3://c/x");
    for (const to of ["..", "../x", "a/../../x", "..\\x"])
      for (const results of ["s3://b/results", "/state/results"])
        if (!(to.includes("\\") && results.startsWith("/")))
          assert.throws(
            () => resultPlace(to, results),
            (thrown) => BetweenError.from(thrown).code === "save.outside",
          );
  });
});

describe("what saved rows come from", () => {
  it("is found through the cells that were read", () => {
    const { notebook } = parse(`---
between: 1
sources:
  logs: {path: ./logs/*.json, format: json}
  old: {result: growth/old}
  other: {path: x.csv, format: csv}
---
\`\`\`{sql}
--| name: base
select * from Logs
\`\`\`

\`\`\`{sql}
--| name: dau
select * from base join old using (id) -- other
\`\`\`
`);
    const cells = notebook.cells.flatMap((cell) => (cell.kind === "code" ? [cell] : []));
    const [, dau] = cells;
    assert.ok(dau);
    assert.deepEqual(savedInputs(dau, cells, notebook.meta.sources), ["./logs/*.json", "result: growth/old"]);
  });
});

const byPlace = (a: string, b: string) =>
  Buffer.compare(Buffer.from(`${a.split(" ")[0]}.json`), Buffer.from(`${b.split(" ")[0]}.json`));
