import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { generate } from "../../examples/generate.ts";
import type { Generated } from "../../examples/generate.ts";

const small = { days: 7, users: 3_000, lines: 30_000, seed: 7 };

type Line = { ts: string; action: string; platform: string; version: string; step?: string };

async function linesByDay(folder: string): Promise<Map<string, Line[]>> {
  const days = new Map<string, Line[]>();
  for (const day of (await readdir(folder)).filter((name) => name.startsWith("dt=")).sort()) {
    const lines: Line[] = [];
    for (const part of (await readdir(join(folder, day))).sort()) {
      const text = gunzipSync(await readFile(join(folder, day, part))).toString();
      // SAFETY: made by the generator; what the tests look at is checked by them.
      lines.push(...text.trimEnd().split("\n").map((line) => JSON.parse(line) as Line)); // prettier-ignore
    }
    days.set(day.slice("dt=".length), lines);
  }
  return days;
}

describe("the generator of app logs", () => {
  let folder: string;
  let made: Generated;
  let days: Map<string, Line[]>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "app-logs-"));
    made = await generate({ out: join(folder, "a"), ...small });
    days = await linesByDay(join(folder, "a"));
  });
  after(() => rm(folder, { recursive: true }));

  it("gives the same bytes for the same options, and others for another seed", async () => {
    const again = await generate({ out: join(folder, "b"), ...small });
    const other = await generate({ out: join(folder, "c"), ...small, seed: 8 });
    assert.equal(again.sha256, made.sha256);
    assert.notEqual(other.sha256, made.sha256);
  });

  it("makes exactly the days and lines asked for", () => {
    assert.deepEqual([...days.keys()].at(0), "2026-10-19");
    assert.equal(days.size, small.days);
    const lines = [...days.values()].flat();
    assert.equal(lines.length, small.lines);
    assert.equal(made.lines, small.lines);
  });

  it("puts every line into the folder of its day in Seoul, in order of time", () => {
    for (const [day, lines] of days) {
      const times = lines.map(({ ts }) => Date.parse(ts));
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
      for (const time of times) assert.equal(new Date(time + 9 * 3_600_000).toISOString().slice(0, 10), day);
    }
  });

  it("has a day on which Android sign-ups stop at one step", () => {
    const finished = (day: string, platform: string) => {
      const lines = (days.get(day) ?? []).filter((line) => line.platform === platform);
      const installs = lines.filter(({ action }) => action === "install").length;
      return lines.filter((line) => line.step === "done").length / installs;
    };
    const dates = [...days.keys()];
    const dayBefore = dates[dates.indexOf(made.badDay) - 1] ?? "";
    assert.ok(finished(made.badDay, "android") < 0.3, "hardly anybody on Android");
    assert.ok(finished(made.badDay, "ios") > 0.5, "iOS as always");
    assert.ok(finished(dayBefore, "android") > 0.5, "Android as always the day before");
    const errors = (days.get(made.badDay) ?? []).filter(({ action }) => action === "error");
    assert.ok(errors.length > 0);
    assert.deepEqual([...new Set(errors.map((line) => `${line.platform} ${line.version} ${line.step}`))], ["android 4.12.0 verify"]); // prettier-ignore
  });

  it("takes user ids from beyond what a double can hold", async () => {
    const text = gunzipSync(await readFile(join(folder, "a", "dt=2026-10-19", "part-0.json.gz"))).toString();
    const id = /"user":(\d+)/.exec(text)?.[1] ?? "0";
    assert.ok(BigInt(id) > 2n ** 53n);
    assert.ok(BigInt(id) < 2n ** 63n);
  });

  it("returns at once when the same logs are there, and repairs those that were cut off", async () => {
    const out = join(folder, "fresh");
    const first = await generate({ out, ...small });
    const mark = join(out, "dt=2026-10-19", "touched");
    await writeFile(mark, "");
    await generate({ out, ...small }, { fresh: true });
    assert.equal(await readFile(mark, "utf8"), "");
    const marker = join(out, "_generated.json");
    const { options } = JSON.parse(await readFile(marker, "utf8")) as { options: unknown };
    await writeFile(marker, JSON.stringify({ options }));
    const repaired = await generate({ out, ...small }, { fresh: true });
    assert.deepEqual(repaired, first);
    await assert.rejects(readFile(mark), { code: "ENOENT" });
  });

  it("refuses to overwrite somebody's logs, and too few lines for so many people", async () => {
    const foreign = join(folder, "foreign", "dt=2026-10-19");
    await mkdir(foreign, { recursive: true });
    await writeFile(join(foreign, "app.json"), "{}\n");
    await assert.rejects(generate({ out: join(folder, "foreign"), ...small }), /not generated/);
    await assert.rejects(generate({ out: join(folder, "few"), ...small, lines: 10 }), /at least \d+ lines/);
  });
});
