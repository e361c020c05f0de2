import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { chooseKernel } from "./choose-kernel.ts";
import { kernelId, kernelList } from "./kernel-list.ts";
import { kernelMemory } from "./kernel-memory.ts";

const embedded = { server: "local", engine: "embedded" };
const prod = { server: "wss://a.example", engine: "prod" };
const otherProd = { server: "wss://b.example", engine: "prod" };
const small = { server: "wss://b.example", engine: "small" };
const all = [embedded, prod, otherProd, small];

describe("the kernel that a notebook opens with", () => {
  it("is the first one when nothing is known", () => {
    assert.equal(chooseKernel(all, {}), embedded);
    assert.equal(chooseKernel([], {}), undefined);
  });

  it("is what the file names, then what the notebook used, then what was used last", () => {
    assert.equal(chooseKernel(all, { engine: "small", here: prod, last: embedded }), small);
    assert.equal(chooseKernel(all, { here: { ...prod }, last: small }), prod);
    assert.equal(chooseKernel(all, { last: { ...small } }), small);
  });

  it("is on the server that was used, where several have an engine of that name", () => {
    assert.equal(chooseKernel(all, { engine: "prod" }), prod);
    assert.equal(chooseKernel(all, { engine: "prod", last: small }), otherProd);
    assert.equal(chooseKernel(all, { engine: "prod", here: prod, last: small }), prod);
  });

  it("is another one when the one that was wished for is gone", () => {
    assert.equal(chooseKernel(all, { engine: "nowhere", here: small }), small);
    assert.equal(chooseKernel([embedded], { here: prod, last: small }), embedded);
  });
});

describe("kernels", () => {
  it("are one for each engine of each server, and one to connect by for a server that never answered", () => {
    const local = { key: "local", label: "this machine", state: "away" as const };
    const engines = [
      { name: "embedded", label: "Sail 0.7.2" },
      { name: "local-spark", label: "Spark 4" },
    ];
    const silent = {
      key: "wss://a.example",
      label: "prod",
      url: "wss://a.example",
      engines: [],
      state: "away" as const,
    };
    assert.deepEqual(kernelList([{ ...local, engines }, silent], "not connected yet"), [
      {
        id: "embedded@local",
        server: "local",
        engine: "embedded",
        label: "embedded · this machine",
        description: "Sail 0.7.2",
      },
      {
        id: "local-spark@local",
        server: "local",
        engine: "local-spark",
        label: "local-spark · this machine",
        description: "Spark 4",
      },
      {
        id: "@wss://a.example",
        server: "wss://a.example",
        label: "prod",
        description: "not connected yet",
        detail: "wss://a.example",
      },
    ]);
    assert.notEqual(kernelId(prod), kernelId(otherProd));
  });

  it("are remembered for 200 notebooks, those that were used last", async () => {
    const stored = new Map<string, unknown>();
    const memento = {
      get: <T>(key: string, other?: T) => (stored.get(key) ?? other) as T, // SAFETY: of what the test itself stores.
      update: async (key: string, value: unknown) => void stored.set(key, value),
    };
    const memory = kernelMemory(memento);
    assert.equal(memory.last(), undefined);
    for (let i = 0; i < 200; i++) await memory.used(`file:///${i}`, embedded);
    await memory.used("file:///0", prod);
    await memory.used("file:///new", small);
    const again = kernelMemory(memento);
    assert.deepEqual([again.of("file:///0"), again.of("file:///1"), again.of("file:///new")], [prod, undefined, small]);
    assert.deepEqual(again.last(), small);
  });
});
