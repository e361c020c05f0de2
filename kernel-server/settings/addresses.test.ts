import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hostOf, httpUrl, isAddress, isForShells, regionOf } from "./addresses.ts";

describe("addresses in settings", () => {
  const hosts: [written: string, found: ReturnType<typeof hostOf>][] = [
    ["notebooks.example.com", { host: "notebooks.example.com" }],
    ["Notebooks.Example.COM", { host: "notebooks.example.com" }],
    ["kernel_server", { host: "kernel_server" }],
    ["노트북.example", { host: "xn--o80b71ur7q.example" }],
    ["10.0.3.7", { host: "10.0.3.7" }],
    ["::1", { host: "::1" }],
    ["2001:DB8::0001", { host: "2001:db8::1" }],
    ["https://a.b", { near: "a.b" }],
    ["wss://a.b:8787/x?y", { near: "a.b" }],
    ["a:99", { near: "a" }],
    ["a.b/", { near: "a.b" }],
    ["me@a.b", { near: "a.b" }],
    ["[::1]", { near: "::1" }],
    ["[::1]:8787", { near: "::1" }],
    ["*", {}],
    ["*.example.com", {}],
    ["a b", {}],
    ["a,b", {}],
    ["10.1", {}],
    ["999.1.1.1", {}],
    ["-", {}],
    [".", {}],
  ];
  for (const [written, found] of hosts)
    it(`take ${written} for ${JSON.stringify(found)}`, () => assert.deepEqual(hostOf(written), found));

  it("name a region of AWS, and that of a zone", () => {
    for (const region of [
      "eu-west-1",
      "us-gov-west-1",
      "ap-northeast-2",
      "cn-north-1",
      "us-isob-east-1",
      "eusc-de-east-1",
    ])
      assert.deepEqual(regionOf(region), { region });
    assert.deepEqual(regionOf("eu-west-1a"), { near: "eu-west-1" });
    assert.deepEqual(regionOf("EU-WEST-1"), { near: "eu-west-1" });
    for (const none of ["Ireland", "eu west 1", "https://eu-west-1", "eu-west", "1"])
      assert.deepEqual(regionOf(none), {});
  });

  it("are URLs of the web without users and marks", () => {
    for (const url of ["http://a:8080/json/", "https://[::1]:9/x", "http://10.0.0.1"]) assert.ok(httpUrl(url), url);
    for (const none of [
      "a:80",
      "spark://a:7077",
      "http://",
      "http://a:99999",
      "http://*",
      "http://u:p@a",
      "http://a/#x",
      "http://a b",
    ])
      assert.equal(httpUrl(none), undefined, none);
  });

  it("are told from paths", () => {
    for (const address of ["s3://b/a", "file:///srv", "s3:/b", "gs://x", "HTTPS://a"])
      assert.ok(isAddress(address), address);
    for (const path of ["/srv/a", "./a:b", "a:b", "C:/srv", "C:\\srv", "data"]) assert.ok(!isAddress(path), path);
    for (const path of ["~/a", "~", "$HOME/a", "${HOME}/a", "/srv/$USER"]) assert.ok(isForShells(path), path);
    for (const path of ["/srv/a~", "/srv/a$", "/srv/5$"]) assert.ok(!isForShells(path), path);
  });
});
