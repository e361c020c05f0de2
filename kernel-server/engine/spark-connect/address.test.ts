import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../../../protocol/errors.ts";
import { parseAddress } from "./address.ts";

const env = { TOKEN: "s3cret", TEAM: "blue" };
const codeOf = (text: string) => {
  try {
    parseAddress(text, env);
    return "read";
  } catch (thrown) {
    return BetweenError.from(thrown).code;
  }
};

describe("an engine's address", () => {
  it("is read as Spark's own clients read it", () => {
    assert.deepEqual(parseAddress("sc://spark.example", env), {
      host: "spark.example",
      port: 15002,
      tls: false,
      headers: {},
    });
    assert.deepEqual(
      parseAddress(
        "sc://[::1]:9/;use_ssl=true;user_id=a%20b;session_id=x;x-route=team/${env:TEAM}".replace("team/", ""),
        env,
      ),
      {
        host: "[::1]",
        port: 9,
        tls: true,
        user: "a b",
        headers: { "x-route": "blue" },
      },
    );
    assert.deepEqual(parseAddress("sc://h:1/;token=${env:TOKEN}", env), {
      host: "h",
      port: 1,
      tls: true,
      token: "s3cret",
      headers: {},
    });
  });

  it("holds no literal token and shows none", () => {
    assert.equal(codeOf("sc://h/;token=s3cret"), "engine.address-token");
    assert.equal(codeOf("sc://h/;Authorization=Bearer s3cret"), "engine.address-token");
    assert.equal(codeOf("sc://h/;token=${env:NOT_THERE}"), "engine.address-variable");
    assert.equal(codeOf("sc://h/;token=${env:TOKEN};use_ssl=false"), "engine.address-invalid");
    assert.equal(codeOf("sc://127.0.0.1/;token=${env:TOKEN};use_ssl=false"), "read");
  });

  it("that is none is refused", () => {
    for (const text of ["http://h", "sc://", "sc://h:70000", "sc://h/path", "sc://h/;novalue", "sc://h/;k=%zz"]) {
      assert.equal(codeOf(text), "engine.address-invalid", text);
    }
  });
});
