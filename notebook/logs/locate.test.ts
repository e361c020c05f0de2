import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { locate } from "./locate.ts";

describe("locate", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "between-sources-"))));
  afterEach(() => rm(folder, { recursive: true }));
  const files = async (...names: string[]) => {
    for (const name of names) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), "");
    }
  };
  const at = (typed: string, base = folder) => locate(typed, base, folder);
  const pathAt = async (typed: string, base?: string) => {
    const found = await at(typed, base);
    return "path" in found ? found.path : found.problem;
  };

  it("names a file below the notebook's folder with ./", async () => {
    await files("logs/a.json");
    assert.deepEqual(await at("logs/a.json"), { path: "./logs/a.json", sample: join(folder, "logs/a.json") });
    assert.equal(await pathAt(join(folder, "logs/a.json")), "./logs/a.json");
  });

  it("names a file beside it as it was typed", async () => {
    await files("a.json", "notebooks/n");
    assert.equal(await pathAt("a.json", join(folder, "notebooks")), "../a.json");
    assert.equal(await pathAt(join(folder, "a.json"), join(folder, "notebooks")), join(folder, "a.json"));
  });

  it("makes one glob of a folder of partitions, without what engines skip", async () => {
    await files("logs/dt=1/a.json.gz", "logs/dt=2/b.json.gz", "logs/_SUCCESS", "logs/dt=1/.a.crc");
    assert.deepEqual(await at("logs"), { path: "./logs/dt=*/*.json.gz", sample: join(folder, "logs/dt=1/a.json.gz") });
  });

  it("keeps a glob and an address as they are", async () => {
    await files("x/a.json", "x/b.json");
    assert.deepEqual(await at("x/*.json"), { path: "./x/*.json", sample: join(folder, "x/a.json") });
    assert.deepEqual(await at("s3://bucket/logs/"), { path: "s3://bucket/logs/" });
  });

  it("knows a Delta table by its log", async () => {
    await files("t/_delta_log/0.json", "t/part-0.parquet");
    assert.deepEqual(await at("t"), { path: "./t", delta: true });
  });

  for (const [typed, code] of [
    ["nowhere", "nothing"],
    ["*.zzz", "nothing"],
    ["empty", "nothing"],
    ["mixed", "mixed"],
  ] as const) {
    it(`refuses ${typed} with ${code}`, async () => {
      await mkdir(join(folder, "empty"));
      await files("mixed/a.json", "mixed/b.csv");
      assert.deepEqual(await at(typed), { problem: code });
    });
  }
});
