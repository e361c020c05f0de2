import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ask } from "./messages.ts";
import { mayAsk } from "./rights.ts";

const allowed = (role: Parameters<typeof mayAsk>[0]) =>
  ask.options.map((option) => option.shape.t.value).filter((kind) => mayAsk(role, kind));

describe("rights", () => {
  it("let viewers only look at what is there", () => {
    assert.deepEqual(allowed("viewer").sort(), [
      "record",
      "results",
      "rows",
      "runs",
      "sessions",
      "subscribe",
      "unsubscribe",
      "value",
    ]);
  });

  it("let analysts and admins ask everything that there is today", () => {
    assert.equal(allowed("analyst").length, ask.options.length);
    assert.equal(allowed("admin").length, ask.options.length);
  });

  it("let a role that we do not know do nothing", () => {
    // @ts-expect-error A door that names another role is a mistake; it must not open anything.
    assert.deepEqual(allowed("owner"), []);
  });
});
