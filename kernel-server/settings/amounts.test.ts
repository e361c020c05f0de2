import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { printDuration, printSize, readDuration, readSize } from "./amounts.ts";

describe("amounts in settings", () => {
  it("are read in their units", () => {
    assert.equal(readDuration("90s"), 90_000);
    assert.equal(readDuration("14d"), 14 * 86_400_000);
    assert.equal(readSize("20GB"), 20e9);
    assert.equal(readSize("512 MiB"), 512 * 2 ** 20);
  });

  it("are nothing where they are not exactly an amount", () => {
    for (const wrong of ["", "14", "14 d", "0d", "-1d", "1w", "1.5h", "1e3s", "forever"])
      assert.equal(readDuration(wrong), undefined, wrong);
    for (const wrong of ["", "20", "20gb", "20G", "0GB", "1,5GB", "999999999TB", "GB"])
      assert.equal(readSize(wrong), undefined, wrong);
  });

  it("read back as they are printed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom("s", "m", "h", "d"), (count, unit) => {
        const ms = readDuration(`${count}${unit}`) ?? 0;
        assert.equal(readDuration(printDuration(ms)), ms);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom("B", "kB", "GB", "KiB", "GiB"), (count, unit) => {
        const bytes = readSize(`${count}${unit}`) ?? 0;
        assert.equal(readSize(printSize(bytes)), bytes);
      }),
    );
  });
});
