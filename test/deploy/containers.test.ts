import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { z } from "zod";
import { readSettings } from "../../kernel-server/settings/read-settings.ts";
import { awsTools } from "../support/aws-tools.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const composeFile = `${root}deploy/compose.yaml`;

const texts = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === "string" ? [given] : given));
const service = z.object({
  image: z.string(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  entrypoint: texts.optional(),
  command: texts.optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.unknown().optional(),
});
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
  .parse(parse(readFileSync(composeFile, "utf8"), { merge: true }));
const services = Object.entries(compose.services);

/** No container daemon is needed for this: the files are read, held to the schema, and the scripts that they name are there. */
describe("the compose file", () => {
  it("is one by the schema of compose files", function () {
    const tools = awsTools();
    if ("missing" in tools) {
      console.log(`      skipped: the schema is not there: ${tools.missing}`);
      return this.skip();
    }
    const check = `
import json, sys, importlib.util, pathlib, jsonschema
home = pathlib.Path(importlib.util.find_spec("compose").submodule_search_locations[0])
schema = json.loads((home / "config" / "compose_spec.json").read_text())
found = jsonschema.Draft7Validator(schema).iter_errors(json.load(sys.stdin))
print("\\n".join(f"{list(e.absolute_path)}: {e.message[:200]}" for e in found), end="")
`;
    // The schema is older than names of projects.
    const { name, ...document } = z
      .looseObject({ name: z.string() })
      .parse(parse(readFileSync(composeFile, "utf8"), { merge: true }));
    assert.equal(name, "between");
    const validate = (input: unknown) =>
      spawnSync(tools.python, ["-c", check], { encoding: "utf8", input: JSON.stringify(input) });
    assert.equal(validate(document).stdout, "");
    assert.match(
      validate({ ...document, services: { s3: { imagine: "x" } } }).stdout,
      /imagine/,
      "the schema refuses what is wrong",
    );
  });

  it("starts every piece from the one image, without more rights than its user has", () => {
    assert.deepEqual(Object.keys(compose.services).sort(), [
      "connect",
      "kernel-server",
      "master",
      "s3",
      "sample-logs",
      "worker",
    ]);
    for (const [name, one] of services) {
      assert.equal(one.image, "between-server", name);
      assert.deepEqual(one.cap_drop, ["ALL"], name);
      assert.ok(one.security_opt.includes("no-new-privileges:true"), name);
    }
  });

  it("publishes ports on the loopback address alone", () => {
    const ports = services.flatMap(([, { ports: published }]) => published);
    assert.ok(ports.length > 0);
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/);
  });

  it("holds no secret: keys come from outside, and it does not start without them", () => {
    for (const [name, { environment }] of services) {
      for (const [key, value] of Object.entries(environment)) {
        if (/KEY|SECRET|TOKEN|PASSWORD/.test(key)) assert.match(value, /^\$\{\w+:\?.*\}$/, `${name}: ${key}`);
      }
    }
  });

  it("waits for what is healthy, and mounts what is there", () => {
    for (const [name, one] of services) {
      for (const [needed, { condition }] of Object.entries(one.depends_on)) {
        assert.ok(compose.services[needed], `${name} needs ${needed}`);
        if (condition === "service_healthy")
          assert.ok(compose.services[needed]?.healthcheck, `${needed} can be healthy`);
      }
      for (const volume of one.volumes) {
        const [source = ""] = volume.split(":");
        if (source.startsWith(".")) assert.ok(existsSync(`${root}deploy/${source}`), volume);
        else assert.ok(source in compose.volumes, volume);
      }
    }
  });

  it("starts Spark by the scripts that tests and machines use", () => {
    for (const [name, { entrypoint }] of services.filter(([one]) => ["master", "worker", "connect"].includes(one))) {
      assert.deepEqual(entrypoint, ["bash", "/start-spark.sh", name]);
      const script = `${root}deploy/bin/start-${name}.sh`;
      assert.ok(statSync(script).mode & 0o100, script);
    }
    assert.equal(spawnSync("bash", ["-n", `${root}deploy/container/start-spark.sh`]).status, 0);
  });

  it("gives the kernel-server settings that it can read", () => {
    const { settings, problems } = readSettings(
      readFileSync(`${root}deploy/container/server.yaml`, "utf8"),
      "/etc/between",
      {},
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      settings?.engines.map(({ name }) => name),
      ["cluster", "embedded"],
    );
    assert.ok(settings?.state.kind === "s3" && settings.state.s3.endpoint === "http://s3:7070");
  });
});

describe("the image's definition", () => {
  /** Instructions with their continued lines in one. */
  const instructions = readFileSync(`${root}deploy/container/Dockerfile`, "utf8")
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, word = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return { word, rest };
    });
  const of = (word: string) => instructions.filter((one) => one.word === word).map(({ rest }) => rest);

  it("has instructions that there are, from images of a fixed version", () => {
    const known = new Set(["FROM", "RUN", "COPY", "ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE", "CMD"]);
    for (const { word } of instructions) assert.ok(known.has(word), word);
    for (const from of of("FROM")) assert.match(from, /^\w+:\d+(\.\d+)*-bookworm(-slim)?( AS \w+)?$/);
  });

  it("ends as a user without rights, with the kernel-server as its program", () => {
    assert.equal(of("USER").at(-1), "between");
    const [command = ""] = of("CMD");
    assert.deepEqual(JSON.parse(command), ["/opt/between/current/deploy/bin/start-kernel-server.sh"]);
    assert.ok(existsSync(`${root}deploy/bin/start-kernel-server.sh`));
  });

  it("copies files that there are, which the build is allowed to see", () => {
    const seen = readFileSync(`${root}.dockerignore`, "utf8");
    for (const copy of of("COPY").filter((one) => !one.startsWith("--from"))) {
      const [source = ""] = copy.split(/\s+/);
      assert.ok(existsSync(root + source), source);
      assert.ok(seen.includes(`!${source.split("/").slice(0, 2).join("/")}`), source);
    }
    assert.match(seen, /^\*$/m);
  });

  it("runs shell commands that the shell can read", () => {
    for (const line of of("RUN")) {
      const command = line.replaceAll(/--mount=\S+\s+/g, "");
      assert.equal(spawnSync("sh", ["-n", "-c", command]).status, 0, command);
    }
  });
});
