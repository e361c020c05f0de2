import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { endingOf, globOf, partitionColumns } from "./partitions.ts";
import { sourceName } from "./source-name.ts";

describe("partitions", () => {
  it("names the columns of k=v folders", () => {
    assert.deepEqual(partitionColumns("logs/dt=2026-11-20/app=ios/a=b.json"), ["dt", "app"]);
    assert.deepEqual(partitionColumns("logs/dt=*/x.json"), ["dt"]);
    assert.deepEqual(partitionColumns("x.json"), []);
  });

  for (const [files, glob] of [
    [["dt=1/a.json.gz", "dt=2/b.json.gz"], "dt=*/*.json.gz"],
    [["a.json", "b.json"], "*.json"],
    [["2026/11/a.log"], "2026/11/*.log"],
    [["dt=1/a.json", "dt=1/b.csv"], undefined],
    [["dt=1/a.json", "b.json"], undefined],
    [[], undefined],
  ] as const) {
    it(`one glob of ${JSON.stringify(files)} is ${glob}`, () => assert.equal(globOf(files), glob));
  }

  for (const [name, ending] of [
    ["part-0.2026.json.gz", ".json.gz"],
    ["access.log", ".log"],
    ["app.2026-11-20", ""],
    ["events", ""],
    ["x.zst", ".zst"],
  ] as const) {
    it(`the ending of ${name} is "${ending}"`, () => assert.equal(endingOf(name), ending));
  }

  for (const [path, name] of [
    ["./logs/dt=*/*.json.gz", "logs"],
    ["data/App Logs/part-*.json", "app_logs"],
    ["/var/log/access.log.gz", "access"],
    ["s3://bucket/app-logs/dt=2026-11-20/", "app_logs"],
    ["*.json", "logs"],
    ["2026.json", "logs_2026"],
    ["로그.json", "로그"],
    ["../x/.hidden", "hidden"],
  ] as const) {
    it(`the source of ${path} is called ${name}`, () => assert.equal(sourceName(path), name));
  }
});
