import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { printSettings } from "./print-settings.ts";
import { readSettings } from "./read-settings.ts";

const read = (text: string, env = {}) => readSettings(text, "/etc/between", env);
/** `line code key` of each problem. */
const wrong = (text: string, env = {}) =>
  read(text, env).problems.map(({ line, code, args }) => `${line} ${code} ${args.key ?? ""}`);

/** `limits.memory`, with `*` in the place of names that the author chooses. */
const keysIn = (value: unknown, path = ""): Set<string> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Set([path]);
  const paths = Object.entries(value).map(([key, inner]) => {
    const below = path === "" ? key : `${path}.${path === "engines" || path.endsWith("conf") ? "*" : key}`;
    return below === "engines.*.kind" ? new Set<string>() : keysIn(inner, below);
  });
  // An engine may take S3's keys, the state the others: they are the same.
  return new Set(paths.flatMap((some) => [...some]).map((one) => one.replace("engines.*.s3", "s3")));
};

const complete = `
name: team server
host: 0.0.0.0
port: 8787
hosts: [notebooks.example.com]
tls-cert: tls/fullchain.pem
tls-key: /etc/keys/between.pem
state: s3://team-notebooks/between/
s3: {region: ap-northeast-2, endpoint: "https://s3.example.com:9000", path-style: true, profile: notebooks}
data: /var/lib/between
retention: {spool: 7d, spool-size: 50GB, journals: 30d, records: 365d}
limits: {sockets: 500, sessions: 20, memory: 8GB, idle: 30m}
engines:
  prod:
    address: sc://spark.internal:15002/;token=\${env:SPARK_TOKEN};use_ssl=true
    label: Spark, production
    conf: {spark.sql.shuffle.partitions: 64}
    schema: growth
    s3: {region: eu-west-1}
    allow: [ann, {role: admin}]
  embedded:
  laptop: local-spark
  heavy: {kind: local-spark, memory: 8g, cores: 4}
python: {interpreter: /usr/bin/python3.12}
cells: {user: analyst, wrap: [nice, -n, 10]}
workers: {group: between-workers, region: ap-northeast-2, engine: prod, max: 4, idle: 10m, master: "http://spark.internal:8080/json/"}
log: json
metrics: open
`;

describe("the settings of a server", () => {
  it("are read whole, with paths from the file's folder", () => {
    const { settings, problems } = read(complete, { SPARK_TOKEN: "hidden" });
    assert.deepEqual(problems, []);
    const s3 = {
      region: "ap-northeast-2",
      endpoint: "https://s3.example.com:9000",
      pathStyle: true,
      profile: "notebooks",
    };
    assert.deepEqual(settings, {
      name: "team server",
      host: "0.0.0.0",
      port: 8787,
      hosts: ["notebooks.example.com"],
      tls: { cert: "/etc/between/tls/fullchain.pem", key: "/etc/keys/between.pem" },
      insecure: false,
      state: { kind: "s3", bucket: "team-notebooks", prefix: "between", s3 },
      data: "/var/lib/between",
      retention: { spoolDays: 7, spoolBytes: 50e9, journalDays: 30, recordDays: 365 },
      limits: { sockets: 500, sessions: 20, memoryBytes: 8e9, idleMs: 1_800_000 },
      engines: [
        {
          name: "prod",
          kind: "spark-connect",
          address: "sc://spark.internal:15002/;token=${env:SPARK_TOKEN};use_ssl=true",
          label: "Spark, production",
          conf: { "spark.sql.shuffle.partitions": "64" },
          schema: "growth",
          s3: { region: "eu-west-1" },
          allow: ["ann", { role: "admin" }],
        },
        { name: "embedded", kind: "embedded", conf: {}, s3 },
        { name: "laptop", kind: "local-spark", conf: {}, s3 },
        { name: "heavy", kind: "local-spark", memory: "8g", cores: 4, conf: {}, s3 },
      ],
      python: { interpreter: "/usr/bin/python3.12" },
      cells: { user: "analyst", wrap: ["nice", "-n", "10"] },
      workers: {
        group: "between-workers",
        region: "ap-northeast-2",
        engine: "prod",
        max: 4,
        idleMs: 600_000,
        master: "http://spark.internal:8080/json/",
      },
      log: "json",
      metrics: "open",
    });
  });

  it("are those of the docs' example", async () => {
    const page = await readFile(new URL("../../docs/server.md", import.meta.url), "utf8");
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    assert.deepEqual(read(example, { SPARK_TOKEN: "hidden" }).problems, []);
    const top = [...example.matchAll(/^([a-z][a-z0-9-]*):/gm)].map((found) => found[1]);
    assert.ok(top.length > 10);
    for (const key of top) assert.ok(page.includes(`\`${key}`), key);
    // `complete`, above, is read whole: what it holds are the keys there are.
    const { settings } = read(complete, { SPARK_TOKEN: "hidden" });
    assert.ok(settings);
    const there = keysIn(parse(example));
    const missing = [...keysIn(parse(printSettings(settings, "en")))].filter((key) => !there.has(key));
    assert.deepEqual(missing, ["insecure"]);
  });

  it("have defaults for all that is left out", () => {
    const { settings, problems } = read("", { BETWEEN_STATE: "/srv/state" });
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      name: "127.0.0.1",
      host: "127.0.0.1",
      port: 8787,
      hosts: [],
      insecure: false,
      state: { kind: "folder", path: "/srv/state" },
      data: "/srv/state",
      retention: { spoolDays: 14, spoolBytes: 20e9, journalDays: 14 },
      limits: { sockets: 2000, sessions: 50, idleMs: 3_600_000 },
      engines: [
        { name: "embedded", kind: "embedded", conf: {}, s3: {} },
        { name: "local-spark", kind: "local-spark", conf: {}, s3: {} },
      ],
      python: {},
      cells: {},
      log: "text",
      metrics: "guarded",
    });
    assert.deepEqual(read("# nothing yet\n", { BETWEEN_STATE: "/srv/state" }).settings, settings);
  });

  it("read back as they are printed, without a secret", () => {
    const env = { SPARK_TOKEN: "hidden", BETWEEN_STATE: "/srv/state" };
    for (const text of [complete, "", "state: ./here\nretention: {records: forever}"]) {
      const { settings } = read(text, env);
      assert.ok(settings);
      const printed = printSettings(settings, "en");
      assert.ok(!printed.includes("hidden"));
      assert.deepEqual(read(printed, env).settings, settings);
    }
  });

  it("keep state and this machine's data in one folder where state is a folder", () => {
    const { settings } = read("state: ./state", { BETWEEN_STATE: "/srv/state" });
    assert.deepEqual(settings?.state, { kind: "folder", path: "/etc/between/state" });
    assert.equal(settings?.data, "/etc/between/state");
  });

  const cases: [what: string, text: string, problems: string[]][] = [
    ["an unknown key, with the nearest one", "tls_certt: x", ["1 settings.unknown-key-near tls_certt"]],
    ["an unknown key like no other", "colour: red", ["1 settings.unknown-key colour"]],
    ["an unknown key of a map", "limits:\n  sokets: 5", ["2 settings.unknown-key-near limits.sokets"]],
    [
      "an unknown key of an engine",
      "engines: {a: {kind: embedded, runAs: root}}",
      ["1 settings.unknown-key engines.a.runAs"],
    ],
    ["a key that stands twice", "port: 1\nport: 2", ["2 settings.duplicate-key port"]],
    [
      "what is wrong in each of two keys of one name",
      "name: a\nname: [b]\nport: many\nlog: xml\nlog: json",
      [
        "2 settings.duplicate-key name",
        "2 settings.text name",
        "3 settings.integer port",
        "4 settings.one-of log",
        "5 settings.duplicate-key log",
      ],
    ],
    [
      "a token in the first of two engines of one name",
      "engines:\n  prod: sc://h:1/;token=abc\n  prod: sc://h:2",
      ["2 engine.address-token engines.prod", "3 settings.duplicate-key engines.prod"],
    ],
    [
      "the same where they are maps",
      "engines:\n  prod: {address: sc://h:1/;token=abc}\n  prod: {address: sc://h:2}\nlimits: {idle: 60}\nlimits: {idle: 5m}",
      [
        "2 engine.address-token engines.prod.address",
        "3 settings.duplicate-key engines.prod",
        "4 settings.duration limits.idle",
        "5 settings.duplicate-key limits",
        "5 settings.duplicate-key limits.idle",
      ],
    ],
    [
      "records that are neither kept for a time nor forever",
      "retention: {records: always}",
      ["1 settings.duration-or-forever retention.records"],
    ],
    ["text that is no YAML", "name: [", ["1 settings.yaml "]],
    ["a file that is a list", "- a", ["1 settings.no-map "]],
    ["a port that is none", "port: 70000", ["1 settings.integer port"]],
    ["a number that is text", "port: many", ["1 settings.integer port"]],
    ["a flag that is text", "insecure: maybe", ["1 settings.flag insecure"]],
    ["text that is a map", "name: {a: 1}", ["1 settings.text name"]],
    ["text that is empty", 'name: ""', ["1 settings.text name"]],
    ["a map that is text", "limits: few", ["1 settings.map limits"]],
    ["a list that is text", "hosts: a.example", ["1 settings.list hosts"]],
    ["a duration without a unit", "retention: {spool: 14}", ["1 settings.duration retention.spool"]],
    ["a size without a unit", "retention: {spool-size: 20}", ["1 settings.size retention.spool-size"]],
    ["an idle time of months", "limits: {idle: 60d}", ["1 settings.too-long limits.idle"]],
    ["a word that is not among the choices", "log: xml", ["1 settings.one-of log"]],
    ["a certificate without its key", "tls-cert: a.pem", ["1 settings.tls-pair tls-key"]],
    ["state that is neither a folder nor S3", "state: gs://bucket/a", ["1 settings.state state"]],
    ["a bucket that cannot be", "state: s3://No_Bucket", ["1 settings.state state"]],
    [
      "an endpoint with a user in it",
      "s3: {endpoint: 'https://me:pw@s3.example'}",
      ["1 settings.endpoint s3.endpoint"],
    ],
    ["secrets of S3", "s3: {secret-access-key: x}", ["1 settings.unknown-key s3.secret-access-key"]],
    ["no engine", "engines: {}", ["1 settings.no-engines engines"]],
    ["the name of an engine", "engines: {'my engine': embedded}", ["1 settings.engine-name engines.my engine"]],
    ["an engine of no kind", "engines: {prod: {label: P}}", ["1 settings.engine-kind engines.prod"]],
    ["an engine of unknown kind", "engines: {prod: {kind: duckdb}}", ["1 settings.one-of engines.prod.kind"]],
    ["an engine that is a word", "engines: {prod: spark}", ["1 settings.engine-kind engines.prod"]],
    ["cores of an embedded engine", "engines: {embedded: {cores: 4}}", ["1 settings.only-for engines.embedded.cores"]],
    [
      "Spark's conf of an engine that is no Spark",
      "engines: {embedded: {conf: {a: b}}}",
      ["1 settings.only-for engines.embedded.conf"],
    ],
    [
      "memory that Java does not know",
      "engines: {local-spark: {memory: 8GB}}",
      ["1 settings.java-memory engines.local-spark.memory"],
    ],
    ["an address that is none", "engines: {prod: 'sc://'}", ["1 engine.address-invalid engines.prod"]],
    ["a token in an address", "engines: {prod: 'sc://h:1/;token=abc'}", ["1 engine.address-token engines.prod"]],
    [
      "a variable that is not set",
      "engines:\n  prod:\n    address: sc://h:1/;token=${env:NOPE}",
      ["3 engine.address-variable engines.prod.address"],
    ],
    [
      "a role that is none",
      "engines: {embedded: {allow: [{role: boss}]}}",
      ["1 settings.one-of engines.embedded.allow[1].role"],
    ],
    ["one allowed that is a list", "engines: {embedded: {allow: [[a]]}}", ["1 settings.allow engines.embedded.allow"]],
    [
      "workers without a group",
      "engines: {a: 'sc://h:1'}\nworkers: {engine: a, max: 2}",
      ["2 settings.missing workers.group"],
    ],
    [
      "workers of engines without a cluster",
      "engines: {a: embedded}\nworkers: {group: g, engine: a, max: 2}",
      ["2 settings.no-cluster workers.engine"],
    ],
    [
      "workers of the embedded engine",
      "workers: {group: g, engine: embedded, max: 2}",
      ["1 settings.no-cluster workers.engine"],
    ],
    ...(
      [
        ["region: eu-west-1a", "settings.region-near", "region"],
        ["region: Ireland", "settings.region", "region"],
        ["master: spark://m:7077", "settings.master", "master"],
        ["master: m:8080", "settings.master", "master"],
        ["master: 'http://m:8080'", "settings.master", "master"],
        ["master: 'ftp://m/json/'", "settings.master", "master"],
        ["master: 'http://u:p@m:8080/json/'", "settings.master", "master"],
        ["endpoint: eu-west-1", "settings.workers-endpoint", "endpoint"],
        ["endpoint: 'http://'", "settings.workers-endpoint", "endpoint"],
        ["idle: 1s", "settings.too-little", "idle"],
        ["max: 0", "settings.integer", "max"],
        ["max: -1", "settings.integer", "max"],
      ] as const
    ).map(([written, code, key]): [string, string, string[]] => [
      `workers with ${written}`,
      `engines: {a: 'sc://h:1'}\nworkers:\n  group: g\n  engine: a\n  ${key === "max" ? "" : "max: 2\n  "}${written}`,
      [`${key === "max" ? 5 : 6} ${code} workers.${key}`],
    ]),
    [
      "a group by its ARN",
      "engines: {a: 'sc://h:1'}\nworkers: {group: 'arn:aws:autoscaling:x', engine: a, max: 2}",
      ["2 settings.group workers.group"],
    ],
    ["data on S3", "data: s3://bucket/a", ["1 settings.path-address data"]],
    ["data at an address with a slash too few", "data: s3:/bucket/a", ["1 settings.path-address data"]],
    ["data at a file's address", "data: file:///srv/between", ["1 settings.path-address data"]],
    ["data in a home that nobody fills in", "data: ~/between", ["1 settings.path data"]],
    ["data in a variable", "data: $HOME/between", ["1 settings.path data"]],
    ["state on S3 with a slash too few", "state: s3:/bucket/a", ["1 settings.state state"]],
    ["state in a home that nobody fills in", "state: ~/between", ["1 settings.state state"]],
    ["a prefix that engines read in more than one way", "state: s3://bucket/a/../b", ["1 settings.state state"]],
    ["a prefix with a query", "state: s3://bucket/a?b", ["1 settings.state state"]],
    [
      "certificates at addresses",
      "tls-cert: https://a/b.pem\ntls-key: s3://a/b.key",
      ["1 settings.path-address tls-cert", "2 settings.path-address tls-key"],
    ],
    [
      "an interpreter at an address",
      "python: {interpreter: 'https://python.org/3'}",
      ["1 settings.path-address python.interpreter"],
    ],
    [
      "hosts that no client could be called by",
      'hosts: ["*", "https://a.b", "a:99", ok.example, "a b"]',
      [
        "1 settings.host hosts[1]",
        "1 settings.host-near hosts[2]",
        "1 settings.host-near hosts[3]",
        "1 settings.host hosts[5]",
      ],
    ],
    ["a host with a scheme", "host: http://127.0.0.1", ["1 settings.host-near host"]],
    ["a host with a port", "host: localhost:8787", ["1 settings.host-near host"]],
    ["an endpoint without a host", "s3: {endpoint: 'https://?a'}", ["1 settings.endpoint s3.endpoint"]],
    ["an endpoint with a query", "s3: {endpoint: 'https://a?b'}", ["1 settings.endpoint s3.endpoint"]],
    ["an endpoint with a port that is none", "s3: {endpoint: 'https://a:99999'}", ["1 settings.endpoint s3.endpoint"]],
    ["a region of S3 that is an address", "s3: {region: 'https://s3.example'}", ["1 settings.region s3.region"]],
    ["rows that are kept for minutes", "retention: {spool: 14m}", ["1 settings.too-little retention.spool"]],
    ["journals that are kept for nothing", "retention: {journals: 0d}", ["1 settings.duration retention.journals"]],
    ["records that are kept for ages", "retention: {records: 999999d}", ["1 settings.too-long retention.records"]],
    ["no room for rows", "retention: {spool-size: 0GB}", ["1 settings.size retention.spool-size"]],
    ["memory that nothing starts with", "limits: {memory: 1kB}", ["1 settings.too-little limits.memory"]],
    ["no time to be idle", "limits: {idle: 0m}", ["1 settings.duration limits.idle"]],
    [
      "sessions for nobody",
      "limits: {sessions: 0, sockets: -5}",
      ["1 settings.integer limits.sessions", "1 settings.integer limits.sockets"],
    ],
    [
      "memory that Spark does not start with",
      "engines: {local-spark: {memory: 0g}}",
      ["1 settings.too-little engines.local-spark.memory"],
    ],
    [
      "a setting of Spark without a name",
      'engines: {a: {kind: local-spark, conf: {"": 1}}}',
      ["1 settings.conf-name engines.a.conf"],
    ],
    [
      "one allowed whom no token can name",
      "engines: {a: {kind: embedded, allow: ['a b']}}",
      ["1 settings.allow engines.a.allow"],
    ],
    [
      "an address that says neither yes nor no to TLS",
      "engines: {a: 'sc://h:1/;use_ssl=yes'}",
      ["1 engine.address-invalid engines.a"],
    ],
    ["an address with a user", "engines: {a: 'sc://ann@h:1'}", ["1 engine.address-invalid engines.a"]],
    [
      "workers of no engine",
      "engines: {a: embedded}\nworkers: {group: g, engine: b, max: 2}",
      ["2 settings.no-such-engine workers.engine"],
    ],
    ["a variable where none is read", "name: ${env:NAME}", ["1 settings.variable-here name"]],
    ["an open door without TLS", "name: a\nhost: 0.0.0.0", ["2 settings.no-tls host"]],
    [
      "several things at once, in order",
      "prt: 1\nlog: xml\nlimits: {idle: no}",
      ["1 settings.unknown-key-near prt", "2 settings.one-of log", "3 settings.duration limits.idle"],
    ],
  ];
  for (const [what, text, problems] of cases) {
    it(`are refused for ${what}`, () => {
      assert.deepEqual(wrong(text), problems);
      assert.equal(read(text).settings, undefined);
    });
  }

  it("take an open door without TLS where the file says that it is meant", () => {
    assert.deepEqual(wrong("host: 0.0.0.0\ninsecure: true"), []);
    assert.deepEqual(wrong("host: 0.0.0.0\ntls-cert: a\ntls-key: b"), []);
    assert.deepEqual(wrong("host: '::1'"), []);
    assert.deepEqual(wrong("host: 127.0.0.2"), []);
  });

  it("take names and addresses as clients send them", () => {
    const { settings } = read('hosts: [Notebooks.Example.com, "2001:DB8::0001", 10.0.3.7, kernel_server]\nhost: "::1"');
    assert.deepEqual(settings?.hosts, ["notebooks.example.com", "2001:db8::1", "10.0.3.7", "kernel_server"]);
    assert.equal(settings.host, "::1");
  });

  it("say what to write instead", () => {
    const near = (text: string) => read(text).problems.map(({ args }) => args["near"]);
    assert.deepEqual(near('hosts: ["https://a.b", "a:99"]'), ["a.b", "a"]);
  });

  it("place the program before cells, where it is a path, from the file's folder on", () => {
    assert.deepEqual(read("cells: {wrap: [./bin/wrap, ./x]}").settings?.cells.wrap, ["/etc/between/bin/wrap", "./x"]);
    const { placeOf } = read("name: a\ncells:\n  user: ann\n  wrap: [a, b]");
    assert.deepEqual(placeOf("cells.wrap"), { line: 4, column: 9 });
  });

  it("name the nearest key in the very words", () => {
    const [problem] = read("tls_certt: x").problems;
    assert.equal(problem?.args.near, "tls-cert");
    assert.equal(problem?.column, 1);
  });

  it("name where the user of cells and what is before them stand, to who looks for them under python", () => {
    const { problems } = read("python: {user: ann, wrap: [nice]}");
    assert.deepEqual(
      problems.map(({ code, args }) => [code, args.key, args.near]),
      [
        ["settings.unknown-key-near", "python.user", "cells.user"],
        ["settings.unknown-key-near", "python.wrap", "cells.wrap"],
      ],
    );
  });

  it("print what holds where nothing is set, in the reader's language", () => {
    const { settings } = read("", { BETWEEN_STATE: "/srv/state" });
    assert.ok(settings);
    const lines = printSettings(settings, "en").split("\n");
    for (const line of [
      "  memory: # a quarter of the machine's memory",
      "  interpreter: # the first Python that fits",
      "  user: # as the server",
      "  wrap: # none",
      "workers: # none",
    ])
      assert.ok(lines.includes(line), lines.join("\n"));
    assert.match(printSettings(settings, "ko"), /^workers: # 없음$/m);
  });

  it("never say a secret that someone wrote into an address", () => {
    const { problems } = read("engines: {prod: 'sc://h:1/;token=verysecret'}");
    assert.ok(!JSON.stringify(problems).includes("verysecret"));
  });

  it("tell where a key stands, for what only a look at files can tell", () => {
    assert.deepEqual(read("name: a\ntls-cert: x\ntls-key: y").placeOf("tls-key"), { line: 3, column: 1 });
  });
});
