import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { FilePlace, ListedFolder } from "./file-place.ts";

/** The contract that every place for files keeps: one suite for a folder and for S3. `makePlace`: an empty one. */
export function filePlaceContract(
  name: string,
  makePlace: () => Promise<{ place: FilePlace; dispose(): Promise<void> }>,
): void {
  const over = (work: (place: FilePlace) => Promise<void>) => async () => {
    const { place, dispose } = await makePlace();
    try {
      await work(place);
    } finally {
      await dispose();
    }
  };

  describe(`a place for files: ${name}`, () => {
    it(
      "gives back what was written, and says when there is nothing",
      over(async (place) => {
        assert.equal(await place.read("s/current"), undefined);
        await place.write("s/current", bytes("one"));
        await place.write("s/current", bytes("two"));
        await place.write("s/a b/dt=1/?#%.json", bytes("three"));
        assert.equal(text(await place.read("s/current")), "two");
        assert.equal(text(await place.read("s/a b/dt=1/?#%.json")), "three");
        assert.equal(await place.read("s/a b"), undefined);
      }),
    );

    it(
      "lists the folders in it with all that lies below them, and when the last of that was written",
      over(async (place) => {
        assert.deepEqual(await listed(place), []);
        const began = Date.now();
        await place.write("one/1/logs/a.json", bytes("12345"));
        await place.write("one/current", bytes("1"));
        await place.write("two/1/b c.csv", bytes("123"));
        const folders = await listed(place);
        assert.deepEqual(
          folders.map(({ folder, bytes: size }) => [folder, size]),
          [
            ["one", 6],
            ["two", 3],
          ],
        );
        // S3 counts whole seconds, and its clock is not ours.
        for (const { modified } of folders) assert.ok(Math.abs(modified.getTime() - began) < 60_000);
      }),
    );

    it(
      "removes a folder with all that lies below, and no other",
      over(async (place) => {
        for (const path of ["s/1/a", "s/1/b/c", "s/current", "s2/1/a"]) await place.write(path, bytes("x"));
        await place.remove("s");
        await place.remove("nothing");
        assert.deepEqual(
          (await listed(place)).map(({ folder }) => folder),
          ["s2"],
        );
        assert.equal(await place.read("s/1/b/c"), undefined);
        assert.equal(text(await place.read("s2/1/a")), "x");
      }),
    );

    it(
      "stops at an aborted signal",
      over(async (place) => {
        await assert.rejects(place.write("a/b", bytes("x"), AbortSignal.abort()));
        assert.equal(await place.read("a/b"), undefined);
      }),
    );
  });
}

const bytes = (value: string) => new TextEncoder().encode(value);
const text = (value: Uint8Array | undefined) => (value === undefined ? undefined : new TextDecoder().decode(value));

async function listed(place: FilePlace): Promise<ListedFolder[]> {
  const folders: ListedFolder[] = [];
  for await (const folder of place.list()) folders.push(folder);
  return folders.sort((a, b) => (a.folder < b.folder ? -1 : 1));
}
