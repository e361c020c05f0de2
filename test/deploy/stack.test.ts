import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import { z } from "zod";
import { makeCluster } from "../../kernel-server/cluster/cluster.ts";
import { readSettings } from "../../kernel-server/settings/read-settings.ts";
import { folderStore } from "../../kernel-server/store/folder.ts";
import { serverId } from "../../protocol/ids.ts";
import { awsTools, startMoto } from "../support/aws-tools.ts";
import { templateFile, templateText } from "./template.ts";

const run = promisify(execFile);
const script = fileURLToPath(new URL("stack.py", import.meta.url));

/** What moto 5 does not know: Fn::Cidr, and a listener of the kind TLS. */
const forMoto = (text: string) =>
  text
    .replaceAll(/!Select \[(\d), !Cidr \[[^\]]*\]\]/g, (_, i: string) => `10.87.${2 * Number(i)}.0/23`)
    .replace("Protocol: TLS", "Protocol: HTTPS");
/** These it passes over, so that nothing is said of them here but by cfn-lint. */
const passedOver = ["AWS::S3::BucketPolicy", "AWS::EC2::EIPAssociation", "AWS::EC2::SecurityGroupEgress"];

const made = z.object({
  status: z.string(),
  outputs: z.record(z.string(), z.string()),
  resources: z.record(z.string(), z.string()),
  userData: z.object({ ServerTemplate: z.string(), WorkerTemplate: z.string() }),
  groups: z.record(z.string(), z.array(z.number())),
});
const told = z.object({
  stacks: z.array(z.string()).optional(),
  groups: z.record(z.string(), z.array(z.number())),
  instances: z.array(z.string()),
});

const common = {
  DomainName: "notebooks.example.com",
  ClientCidr: "203.0.113.0/24",
  Zone: "eu-west-1a",
  LogsBucket: "app-logs",
  MaxWorkers: "3",
};
const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:between-a1b2c3";

describe("the stack at a mock of AWS", function () {
  this.timeout(300_000);
  let python: string;
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let folder: string;
  const kept = { ...process.env };

  before(async function () {
    const tools = awsTools();
    if ("missing" in tools) {
      console.log(`      skipped: cfn-lint and moto are not there: ${tools.missing}`);
      return this.skip();
    }
    python = tools.python;
    moto = await startMoto(python);
    folder = await mkdtemp(join(tmpdir(), "between-stack-"));
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
  });
  after(async () => {
    process.env = kept;
    await moto?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function stack(
    verb: "create" | "tell" | "delete" | "certificate",
    name: string,
    parameters: object = {},
  ): Promise<unknown> {
    const child = spawn(python, [script, moto.url, verb, name, JSON.stringify(parameters)], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.end(forMoto(templateText()));
    const [out, err] = await Promise.all(
      [child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString()),
    );
    if (!out) throw new Error(err);
    return JSON.parse(out);
  }

  it("passes cfn-lint, in regions old and new", () => {
    const regions = ["us-east-1", "eu-west-1", "ap-northeast-2"];
    const lint = spawnSync(
      python,
      ["-c", "from cfnlint.runner import main; main()", "--regions", ...regions, "--", templateFile],
      {
        encoding: "utf8",
      },
    );
    assert.equal(`${lint.stdout}${lint.stderr}`, "");
    assert.equal(lint.status, 0);
  });

  it("is created whole with an own certificate, scaled by the kernel-server, and deleted", async () => {
    const team = made.parse(await stack("create", "team", { ...common, TlsSecretArn: secret }));
    assert.equal(team.status, "CREATE_COMPLETE");
    assert.deepEqual(team.groups, { "team-workers": [0, 0, 3, 0] });
    assert.equal(team.outputs["Url"], "wss://notebooks.example.com:8787");
    const [, resources = ""] = templateText().split("\nResources:\n");
    const expected = [...resources.matchAll(/^ {2}(\w+):\n {4}Type: (AWS::\S+)(?:\n {4}Condition: (\w+))?/gm)]
      .filter(([, , type = "", condition]) => condition !== "Balanced" && !passedOver.includes(type))
      .map(([, name = "", type = ""]) => [name, type]);
    assert.ok(expected.length > 25);
    assert.deepEqual(team.resources, Object.fromEntries(expected));

    const settings = {
      group: "team-workers",
      region: "eu-west-1",
      endpoint: moto.url,
      engine: "prod",
      max: 3,
      idleMs: 300,
    };
    const log: string[] = [];
    const cluster = makeCluster({
      settings,
      store: folderStore(join(folder, "store")),
      server: serverId("a"),
      log: (line) => log.push(line),
    });
    try {
      const notes: string[] = [];
      const release = await cluster.hold(
        (code, args) => notes.push(`${code} ${args["have"]}/${args["want"]}`),
        new AbortController().signal,
      );
      assert.deepEqual(notes, ["cluster.waiting 0/3"]);
      assert.deepEqual(told.parse(await stack("tell", "team")).groups, { "team-workers": [0, 3, 3, 3] });
      release();
      while (!log.some((line) => /shrinks to 0/.test(line))) await sleep(50);
      assert.deepEqual(told.parse(await stack("tell", "team")).groups, { "team-workers": [0, 0, 3, 0] });
    } finally {
      await cluster.close();
    }

    const gone = told.parse(await stack("delete", "team"));
    assert.deepEqual([gone.stacks, gone.groups], [[], {}]);
    assert.ok(
      gone.instances.every((state) => state === "terminated"),
      gone.instances.join(),
    );
  });

  it("is created with a load balancer where the certificate is one of Certificate Manager's", async () => {
    const team = made.parse(
      await stack("create", "balanced", {
        ...common,
        CertificateArn: await stack("certificate", common.DomainName),
        Bucket: "ours",
      }),
    );
    assert.equal(team.status, "CREATE_COMPLETE");
    assert.equal(team.outputs["Url"], "wss://notebooks.example.com");
    assert.equal(team.outputs["DataBucket"], "ours");
    const kinds = Object.values(team.resources).filter((type) => /ElasticLoadBalancing/.test(type));
    assert.equal(kinds.length, 3);
    assert.ok(
      !("ClientsToServer" in team.resources) &&
        !("NewDataBucket" in team.resources) &&
        !("CertificateRights" in team.resources),
    );
    const settings = await boot(team.userData.ServerTemplate, "balanced");
    assert.equal(settings.insecure, true);
    assert.equal(settings.tls, undefined);
    await stack("delete", "balanced");
  });

  it("starts machines that end up with settings and variables which our programs read", async () => {
    const { userData } = made.parse(
      await stack("create", "boots", { ...common, TlsSecretArn: secret, Bucket: "ours" }),
    );
    await stack("delete", "boots");
    const settings = await boot(userData.ServerTemplate, "server");
    assert.deepEqual(settings.state, { kind: "s3", bucket: "ours", prefix: "state", s3: { region: "eu-west-1" } });
    assert.deepEqual(settings.hosts, ["notebooks.example.com"]);
    assert.equal(settings.tls?.cert, "/etc/between/tls/cert.pem");
    assert.deepEqual(settings.workers, {
      group: "boots-workers",
      region: "eu-west-1",
      engine: "prod",
      max: 3,
      idleMs: 600_000,
      master: "http://10.87.0.9:8080/json/",
    });
    assert.equal(settings.cells.user, "between-cells");
    const [engine] = settings.engines;
    assert.equal(
      engine?.kind === "spark-connect" && engine.address,
      "sc://127.0.0.1:15002/;token=${env:SPARK_CONNECT_AUTHENTICATE_TOKEN};use_ssl=false",
    );

    const etc = join(folder, "server/etc/between");
    const spark = await readFile(join(etc, "spark.env"), "utf8");
    assert.match(spark, /^MASTER_URL=spark:\/\/10\.87\.0\.9:7077$/m);
    assert.match(spark, /^EXECUTOR_MEMORY=26g$/m);
    assert.match(
      spark,
      /^SPARK_CONF="spark\.connect\.grpc\.binding\.address=127\.0\.0\.1\nspark\.executor\.cores=4\n/m,
    );
    assert.match(
      await readFile(join(etc, "connect.env"), "utf8"),
      /^SPARK_CONNECT_AUTHENTICATE_TOKEN=[A-Za-z0-9]{30,}\n$/,
    );
    assert.equal(
      await readFile(join(etc, "certificate.env"), "utf8"),
      `TLS_SECRET=${secret}\nAWS_DEFAULT_REGION=eu-west-1\n`,
    );
    z.object({ logs: z.object({}) }).parse(JSON.parse(await readFile(join(etc, "logs.json"), "utf8")));
    assert.equal(await readFile(join(folder, "server/installed"), "utf8"), "server\n");

    await bootScript(userData.WorkerTemplate, "worker");
    const worker = await readFile(join(folder, "worker/etc/between/spark.env"), "utf8");
    assert.match(worker, /^MASTER_URL=spark:\/\/10\.\d+\.\d+\.\d+:7077$/m);
    assert.match(worker, /^SPARK_WORKER_PORT=7090$/m);
    assert.equal(await readFile(join(folder, "worker/installed"), "utf8"), "worker\n");
  });

  async function boot(userData: string, name: string) {
    await bootScript(userData, name);
    const etc = join(folder, name, "etc/between");
    const text = (await readFile(join(etc, "server.yaml"), "utf8")).replaceAll(join(folder, name), "");
    const token = { SPARK_CONNECT_AUTHENTICATE_TOKEN: "t" };
    const { settings, problems } = readSettings(text, etc, token);
    assert.deepEqual(problems, []);
    assert.ok(settings);
    return settings;
  }

  /** Runs a machine's first script for real, in a folder that stands for its root, with stand-ins for what only AWS has. */
  async function bootScript(userData: string, name: string): Promise<void> {
    const place = join(folder, name);
    const bin = join(place, "bin");
    const bucket = join(place, "bucket");
    await mkdir(join(bucket, "between-server-1.0.0"), { recursive: true });
    await mkdir(bin, { recursive: true });
    await writeFile(join(bucket, "between-server-1.0.0/install.sh"), `echo "$1" >${place}/installed\n`);
    await run(
      "bash",
      [
        "-c",
        "tar -czf between-server-1.0.0.tar.gz between-server-1.0.0 && sha256sum between-server-1.0.0.tar.gz >current.sha256",
      ],
      { cwd: bucket },
    );
    const standIns = {
      dnf: "exit 0",
      hostname: "echo 10.87.0.9",
      lsblk: "echo nvme0n1 Amazon Elastic Block Store",
      logs: "exit 0",
      // aws s3 cp --only-show-errors s3://BUCKET/software/KEY .
      aws: `cp "${bucket}/$(basename "$4")" .`,
    };
    for (const [program, does] of Object.entries(standIns)) {
      await writeFile(join(bin, program), `#!/bin/bash\n${does}\n`);
      await chmod(join(bin, program), 0o755);
    }
    const here = userData
      .replaceAll(/(?<![\w}])\/(etc\/between|var\/log\/between|var\/lib\/between-spark)(?=[\s/"'>])/g, `${place}/$1`)
      .replaceAll("/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl", "logs");
    await run("bash", ["-c", here], { env: { PATH: `${bin}:/usr/bin:/bin`, TMPDIR: place }, timeout: 30_000 });
  }
});
