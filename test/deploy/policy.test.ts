import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { z } from "zod";
import { readTemplate } from "./template.ts";

const { Resources, Mappings, Parameters } = readTemplate();

type Found = { path: string; key: string; value: unknown };
/** Everything in a value, with where it stands. */
function* walk(value: unknown, path: string): Generator<Found> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = `${path}.${key}`;
    yield { path: at, key, value: inner };
    yield* walk(inner, at);
  }
}
const everything = [...walk(Resources, "")];
const ofType = (type: string) => Object.entries(Resources).filter(([, { Type }]) => Type === type);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.unknown().optional(),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
type Statement = z.infer<typeof statement>;
/** Of every policy in the template, whatever it belongs to; a statement behind a condition counts as there. */
const statements: (Statement & { at: string })[] = everything
  .filter(({ key }) => key === "Statement")
  .flatMap(({ path, value }) =>
    list(value).map((one) => {
      const conditional = z.object({ "Fn::If": z.array(z.unknown()) }).safeParse(one);
      return { ...statement.parse(conditional.success ? conditional.data["Fn::If"][1] : one), at: path };
    }),
  );
const rights = statements.filter(
  ({ at, Effect, Sid }) => Effect === "Allow" && Sid !== undefined && !at.startsWith(".S3Endpoint"),
);
const texts = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : [...walk(value, "")].flatMap(({ value: inner }) => (typeof inner === "string" ? [inner] : []));

describe("the template's network", () => {
  it("lets nobody in from everywhere: clients' addresses are a parameter without a default", () => {
    const open = everything.filter(
      ({ key, value }) => /^CidrIp(v6)?$/.test(key) && ["0.0.0.0/0", "::/0"].includes(String(value)),
    );
    assert.deepEqual(
      open.map(({ path }) => path).filter((path) => !/SecurityGroupEgress/.test(path)),
      [],
    );
    assert.equal(Parameters["ClientCidr"]?.Default, undefined);
  });

  it("lets the outside reach the TLS port alone, and that from the clients' addresses", () => {
    const outside = ofType("AWS::EC2::SecurityGroup")
      .flatMap(([name, { Properties }]) => list(Properties["SecurityGroupIngress"]).map((rule) => ({ name, rule })))
      .concat(ofType("AWS::EC2::SecurityGroupIngress").map(([name, { Properties }]) => ({ name, rule: Properties })))
      .map(({ name, rule }) => ({
        name,
        ...z
          .object({ FromPort: z.number(), ToPort: z.number(), CidrIp: z.unknown() })
          .parse({ CidrIp: undefined, ...Object(rule) }),
      }))
      .filter(({ CidrIp }) => CidrIp !== undefined);
    assert.deepEqual(outside, [
      { name: "BalancerSecurity", FromPort: 443, ToPort: 443, CidrIp: { Ref: "ClientCidr" } },
      { name: "ClientsToServer", FromPort: 8787, ToPort: 8787, CidrIp: { Ref: "ClientCidr" } },
    ]);
  });

  it("names ports and never all protocols", () => {
    const protocols = everything.filter(({ key }) => key === "IpProtocol").map(({ value }) => value);
    assert.ok(protocols.length > 8);
    assert.deepEqual([...new Set(protocols)], ["tcp"]);
  });

  it("lets machines out by HTTPS and to each other, and gives workers no way to the internet", () => {
    const out = ofType("AWS::EC2::SecurityGroup").flatMap(([, { Properties }]) =>
      list(Properties["SecurityGroupEgress"]),
    );
    for (const rule of out.map((one) => z.object({ ToPort: z.number(), CidrIp: z.string().optional() }).parse(one)))
      if (rule.CidrIp !== undefined) assert.equal(rule.ToPort, 443);
    const routes = ofType("AWS::EC2::Route").map(([, { Properties }]) => Properties["RouteTableId"]);
    assert.deepEqual(routes, [{ Ref: "ServerRoutes" }]);
    assert.equal(Resources["WorkerSubnet"]?.Properties["MapPublicIpOnLaunch"], undefined);
  });
});

describe("the template's rights", () => {
  /** AWS knows no resources for these actions. */
  const withoutResources = new Set([
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeScalingActivities",
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ]);

  it("are actions by name", () => {
    assert.ok(rights.length >= 12);
    for (const { Action, Sid } of rights)
      for (const action of list(Action)) assert.doesNotMatch(String(action), /\*/, Sid);
  });

  it("are for all resources only where AWS knows none", () => {
    for (const { Action, Resource, Sid } of rights) {
      if (!list(Resource).includes("*")) continue;
      for (const action of list(Action)) assert.ok(withoutResources.has(String(action)), `${Sid}: ${String(action)}`);
    }
  });

  it("to objects are for prefixes, and to list for prefixes too", () => {
    for (const { Action, Resource, Condition, Sid } of rights) {
      if (!list(Action).some((action) => String(action).startsWith("s3:"))) continue;
      if (list(Action).includes("s3:ListBucket")) {
        const prefixes = texts(Condition);
        assert.ok(prefixes.length > 0 && prefixes.every((prefix) => prefix.length > 1 && prefix.endsWith("*")), Sid);
        continue;
      }
      const arns = texts(Resource).filter((text) => text !== "NewBucket");
      assert.ok(arns.length > 0, Sid);
      for (const arn of arns)
        assert.match(arn, /\/(software|state|state\/results|state\/sent|\$\{LogsPrefix\})\/?\*$/, Sid);
    }
  });

  it("keep workers from the server's state, from the group and from the certificate", () => {
    const worker = Resources["WorkerRole"]?.Properties;
    assert.deepEqual(worker?.["ManagedPolicyArns"], [{ Ref: "SharedRights" }]);
    assert.equal(worker?.["Policies"], undefined);
    const shared = rights.filter(({ at }) => at.startsWith(".SharedRights"));
    for (const { Resource, Action } of shared) {
      assert.ok(!texts(Resource).some((arn) => /state\/\*$/.test(arn)));
      assert.ok(!list(Action).some((action) => /^(autoscaling|secretsmanager|ssm)/.test(String(action))));
    }
    const attached = ofType("AWS::IAM::Policy").map(([, { Properties }]) => Properties["Roles"]);
    assert.deepEqual(attached, [[{ Ref: "ServerRole" }]]);
  });

  it("to scale are for the one group", () => {
    const scale = rights.find(({ Action }) => list(Action).includes("autoscaling:SetDesiredCapacity"));
    assert.match(texts(scale?.Resource)[0] ?? "", /autoScalingGroupName\/\$\{AWS::StackName\}-workers$/);
    assert.deepEqual(Resources["Workers"]?.Properties["AutoScalingGroupName"], {
      "Fn::Sub": "${AWS::StackName}-workers",
    });
  });

  it("of anybody stand in what refuses and in what narrows only", () => {
    const anybody = statements.filter(({ Principal }) => Principal === "*");
    for (const { Effect, at } of anybody) assert.ok(Effect === "Deny" || at.startsWith(".S3Endpoint"), at);
  });
});

describe("the template's machines", () => {
  const launch = z.object({
    MetadataOptions: z.object({ HttpTokens: z.literal("required"), HttpPutResponseHopLimit: z.literal(1) }),
    BlockDeviceMappings: z
      .array(z.object({ Ebs: z.object({ Encrypted: z.literal(true), DeleteOnTermination: z.literal(true) }) }))
      .min(1),
  });

  it("give their credentials to sessions with a token and to no container, and have encrypted disks", () => {
    const templates = ofType("AWS::EC2::LaunchTemplate");
    assert.equal(templates.length, 2);
    for (const [, { Properties }] of templates) launch.parse(Properties["LaunchTemplateData"]);
    for (const [, { Properties }] of ofType("AWS::EC2::Instance")) assert.ok(Properties["LaunchTemplate"]);
  });

  it("that are workers go to zero, and no update of the stack says how many there are", () => {
    const group = Resources["Workers"]?.Properties;
    assert.equal(group?.["MinSize"], "0");
    assert.equal(group?.["DesiredCapacity"], undefined);
  });

  it("are in the table with what their executors take, which fits into their memory and cores", () => {
    const types = new Set([
      ...(Parameters["WorkerType"]?.AllowedValues ?? []),
      ...(Parameters["ServerType"]?.AllowedValues ?? []),
    ]);
    assert.deepEqual([...types].sort(), Object.keys(Mappings.Machines).sort());
    for (const [type, one] of Object.entries(Mappings.Machines)) {
      const executors = Math.floor(Number(one.Cores) / Number(one.ExecutorCores));
      assert.equal(executors * Number(one.ExecutorCores), Number(one.Cores), type);
      // The worker keeps 1 GiB to itself, and the system needs some too.
      assert.ok(executors * Number.parseInt(one.ExecutorMemory) <= Number(one.MemoryGiB) - 3, type);
      assert.ok(Number.parseInt(one.DriverMemory) <= Number(one.MemoryGiB) / 2, type);
      assert.equal(Number(one.MemoryGiB) / Number(one.Cores), 8, `${type} is of the R family: 8 GiB a core`);
    }
  });

  it("write logs that are kept for a time, and keep the bucket when the stack goes", () => {
    assert.equal(Resources["Logs"]?.Properties["RetentionInDays"], 30);
    assert.equal(Resources["NewDataBucket"]?.DeletionPolicy, "Retain");
  });
});
