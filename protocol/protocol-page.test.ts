import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { z } from "zod";
import * as limits from "./limits.ts";
import { answers, ask, CHUNK_BYTES, closeCodes, runEvent, SUBPROTOCOL, toClient, toServer } from "./messages.ts";
import { mayAsk } from "./rights.ts";
import type { Role } from "./service.ts";

const page = readFileSync(new URL("../docs/protocol.md", import.meta.url), "utf8");
const kinds = (union: { options: readonly { shape: { t: { value: string } } }[] }) =>
  union.options.map((option) => option.shape.t.value).sort();

/** The cells of the table under a heading cell, without its first two lines. */
function table(heading: string): string[][] {
  const from = page.split("\n").findIndex((line) => line.startsWith("|") && line.split("|")[1]?.trim() === heading);
  assert.ok(from >= 0, heading);
  const lines = page.split("\n").slice(from + 2);
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith("|")),
  );
  return rows.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const names = (rows: string[][]) =>
  rows.flatMap(([first = ""]) => [...first.matchAll(/`([a-z]+)`/g)].map((m) => m[1])).sort();

describe("docs/protocol.md", () => {
  it("names every message, ask and event, and no other", () => {
    assert.deepEqual(names(table("from the client")), kinds(toServer));
    assert.deepEqual(names(table("from the server")), kinds(toClient));
    assert.deepEqual(names(table("ask")), kinds(ask));
    assert.deepEqual(names(table("event")), kinds(runEvent));
  });

  it("says the least role of every ask", () => {
    const roles: Role[] = ["viewer", "analyst", "admin"];
    for (const option of ask.options) {
      const kind = option.shape.t.value;
      const row = table("ask").find(([name]) => name === `\`${kind}\``);
      assert.equal(
        row?.[1],
        roles.find((role) => mayAsk(role, kind)),
        kind,
      );
    }
  });

  it("says what each ask is made of, and its answer", () => {
    const fieldsOf = (...shapes: Readonly<Record<string, z.ZodType>>[]) => {
      const names = new Set(shapes.flatMap((shape) => Object.keys(shape)));
      names.delete("t");
      // What only some kinds of an answer have may be absent too.
      const isAlways = (name: string) =>
        shapes.every((shape) => shape[name] && !shape[name].safeParse(undefined).success);
      return [...names].map((name) => `\`${name}${isAlways(name) ? "" : "?"}\``).join(", ");
    };
    const said = table("ask").map(([kind, , made, answer]) => [kind, made, answer]);
    const meant = ask.options.map(({ shape }) => {
      const answer: z.ZodType = answers[shape.t.value];
      const shapes = answer instanceof z.ZodDiscriminatedUnion ? answer.options : [answer];
      const ofAnswer = shapes.flatMap((one) => (one instanceof z.ZodObject ? [one.shape] : []));
      return [`\`${shape.t.value}\``, fieldsOf(shape), fieldsOf(...ofAnswer)];
    });
    assert.deepEqual(said, meant);
  });

  it("says every close code", () => {
    const said = table("code").map(([code, name]) => [name?.replaceAll("`", ""), Number(code)]);
    assert.deepEqual(Object.fromEntries(said), closeCodes);
  });

  it("says the limits and times that hold", () => {
    const mib = (bytes: number) => `${bytes / 1024 / 1024} MiB`;
    for (const text of [
      SUBPROTOCOL,
      `a message to the server | ${mib(limits.MESSAGE_BYTES)}`,
      `a message to a client | ${mib(limits.REPLY_BYTES)}`,
      `depth of JSON | ${limits.JSON_DEPTH}`,
      `asks in flight | ${limits.ASKS_IN_FLIGHT}`,
      `runs followed | ${limits.SUBSCRIPTIONS}`,
      `bodies open | ${limits.BODIES}`,
      `unsent bytes of a socket | ${mib(limits.GATE_BYTES)}`,
      `frames that wait for a socket | ${limits.GATE_FRAMES.toLocaleString("en")}`,
      `0 to ${CHUNK_BYTES.toLocaleString("en")}`,
      `It sends ${mib(limits.INITIAL_CREDIT)} before`,
      `within ${limits.TIMES.hello / 1000} s`,
      `pings every ${limits.TIMES.ping / 1000} s`,
      `hears nothing for ${limits.TIMES.silent / 1000} s`,
      `nothing through for ${limits.TIMES.stuck / 1000} s`,
    ])
      assert.ok(page.replaceAll(/\s+/g, " ").replaceAll(/ +\|/g, " |").includes(text), text);
  });
});
