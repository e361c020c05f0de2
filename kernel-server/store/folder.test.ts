import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { describe, it } from "mocha";
import { objectStoreContract } from "./contract.ts";
import { folderPlace } from "./file-place.ts";
import { folderStore } from "./folder.ts";
import { filePlaceContract } from "./place-contract.ts";

const temporary = () => mkdtemp(join(tmpdir(), "between-store-"));

objectStoreContract("a folder", async () => {
  const root = await temporary();
  return { stores: [folderStore(root), folderStore(root)], dispose: () => rm(root, { recursive: true }) };
});

filePlaceContract("a folder", async () => {
  const root = await temporary();
  return { place: folderPlace(join(root, "sent")), dispose: () => rm(root, { recursive: true }) };
});

describe("an object store in a folder", () => {
  it("lets one creator win and loses no swap among several processes", async function () {
    this.timeout(60_000);
    const root = await temporary();
    try {
      await folderStore(root).put("counter", Buffer.from("0"));
      const program = `
        import { folderStore } from ${JSON.stringify(new URL("./folder.ts", import.meta.url).href)};
        const store = folderStore(process.argv[1]);
        let won = 0;
        for (let i = 0; i < 50; i++) if (await store.createIfAbsent("slots/" + i, Buffer.from(String(process.pid)))) won++;
        for (let done = 0; done < 20; ) {
          const now = await store.get("counter");
          const next = Buffer.from(String(Number(now.body) + 1));
          if (await store.compareAndSwap("counter", next, now.etag)) done++;
        }
        console.log(won);`;
      const won = await Promise.all(
        [1, 2, 3].map(async () => {
          const child = spawn(process.execPath, ["--input-type=module", "-e", program, root], {
            stdio: ["ignore", "pipe", "inherit"],
          });
          let out = "";
          child.stdout.on("data", (part: Buffer) => (out += part.toString()));
          await once(child, "close");
          return Number(out);
        }),
      );
      assert.equal(
        won.reduce((a, b) => a + b),
        50,
      );
      assert.equal(Buffer.from((await folderStore(root).get("counter"))?.body ?? []).toString(), "60");
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it("keeps no unfinished file and no lock behind, and hides those of others from listings", async () => {
    const root = await temporary();
    try {
      const store = folderStore(root);
      await store.put("a/b.json", Buffer.from("{}"));
      await writeFile(join(root, "%t", "half-written"), "{");
      const keys: string[] = [];
      for await (const { key } of store.list("")) keys.push(key);
      assert.deepEqual(keys, ["a/b.json"]);
      assert.deepEqual(await readdir(join(root, "%l")), []);
      assert.deepEqual(await readdir(join(root, "a")), ["b.json"]);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
