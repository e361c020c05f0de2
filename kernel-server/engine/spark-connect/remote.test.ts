import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseAddress } from "./address.ts";
import { remoteOf } from "./remote.ts";

const session = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

describe("how another client joins a session", () => {
  it("names host, session, user and headers, and no secret", () => {
    const address = parseAddress("sc://spark.example:9/;token=${env:TOKEN};x-team=blue;x-key=${env:KEY}", {
      TOKEN: "s3cret",
      KEY: "k3y",
    });
    assert.deepEqual(remoteOf(address, session, "a b"), {
      url: `sc://spark.example:9/;use_ssl=true;user_id=a%20b;session_id=${session};x-team=blue`,
      token: "s3cret",
    });
  });

  it("calls this machine localhost where a token travels without TLS", () => {
    const address = { host: "127.0.0.1", port: 9, tls: false, token: "t", headers: {} };
    assert.match(remoteOf(address, session, "u").url, /^sc:\/\/localhost:9\/;use_ssl=false;/);
    const { token: _, ...open } = address;
    assert.match(remoteOf(open, session, "u").url, /^sc:\/\/127\.0\.0\.1:9\//);
  });
});
