import { isMap, isScalar } from "yaml";
import type { Node } from "yaml";
import { BetweenError } from "../../protocol/errors.ts";
import type { Role } from "../../protocol/service.ts";
import { isUserName } from "../people/token-list.ts";
import { parseAddress } from "../engine/spark-connect/address.ts";
import type { Env } from "./read-settings.ts";
import { readS3 } from "./read-state.ts";
import { textOf } from "./section.ts";
import type { Section } from "./section.ts";
import type { EngineSettings, S3Settings } from "./settings.ts";

/** What Spark's driver does not start with less than (UnifiedMemoryManager: 450 MiB). */
const SPARK_BYTES = 512 * 2 ** 20;
const NAME = /^[A-Za-z][\w-]{0,63}$/;
const KINDS = ["embedded", "local-spark", "spark-connect"] as const;
const ROLES = ["viewer", "analyst", "admin"] as const;

/**
 * `engines:`, by name; the first one is what a session gets that names none. An engine is `embedded`, `local-spark`, an
 * address `sc://…`, or a map with one of these (`kind`, `address`) and options.
 */
export function readEngines(top: Section, s3: S3Settings, env: Env): EngineSettings[] | undefined {
  const section = top.section("engines");
  const entries = section.entries();
  if (entries.length === 0) return top.has("engines") ? top.fail("engines", "settings.no-engines") : undefined;
  return entries.flatMap(({ name, value }) => {
    if (!NAME.test(name)) return section.fail(name, "settings.engine-name", { name }) ?? [];
    if (value === undefined || isMap(value)) {
      const map = section.mapAt(value, name);
      return (map && readMap(name, map, s3, env)) ?? [];
    }
    return readShort(name, value, section, s3, env) ?? [];
  });
}

/** `prod: sc://…` or `here: embedded`. */
function readShort(name: string, node: Node, section: Section, s3: S3Settings, env: Env): EngineSettings | undefined {
  const written = isScalar(node) ? (textOf(node) ?? "") : "";
  const common = { name, conf: {}, s3 };
  if (written === "embedded" || written === "local-spark") return { ...common, kind: written };
  if (!written.startsWith("sc:")) return section.fail(name, "settings.engine-kind", {}, node);
  return isSound(written, section, name, env, node)
    ? { ...common, kind: "spark-connect", address: written }
    : undefined;
}

function readMap(name: string, map: Section, defaults: S3Settings, env: Env): EngineSettings | undefined {
  const written = map.oneOf("kind", ...KINDS);
  const address = map.text("address", { variables: true });
  const label = map.text("label");
  const schema = map.text("schema");
  const memory = map.text("memory");
  const cores = map.integer("cores", 1, 4096);
  const s3 = map.section("s3");
  const allow = map.list("allow", (node, key) => readAllowed(node, key, map));
  const common = {
    name,
    ...(label !== undefined && { label }),
    conf: readConf(map.section("conf")),
    ...(schema !== undefined && { schema }),
    s3: map.has("s3") ? readS3(s3) : defaults,
    ...(allow && { allow }),
  };
  map.close();

  const named = KINDS.find((kind) => kind === name);
  const kind = written ?? (address === undefined ? named : "spark-connect");
  if (kind === undefined)
    return map.has("kind") ? undefined : map.fail("kind", "settings.engine-kind", { key: map.path });
  if (kind !== "local-spark")
    for (const key of ["memory", "cores"])
      if (map.has(key)) map.fail(key, "settings.only-for", { kind: "local-spark" });
  if (kind === "embedded")
    for (const key of ["conf", "schema"])
      if (map.has(key)) map.fail(key, "settings.only-for", { kind: "local-spark, spark-connect" });
  if (kind !== "spark-connect" && map.has("address"))
    map.fail("address", "settings.only-for", { kind: "spark-connect" });
  switch (kind) {
    case "embedded":
      return { ...common, kind };
    case "local-spark":
      if (memory !== undefined && !/^\d{1,9}[kmgt]$/i.test(memory)) return map.fail("memory", "settings.java-memory");
      if (memory !== undefined && javaBytes(memory) < SPARK_BYTES)
        return map.fail("memory", "settings.too-little", { least: "512m" });
      return { ...common, kind, ...(memory !== undefined && { memory }), ...(cores !== undefined && { cores }) };
    case "spark-connect":
      if (address === undefined) return map.has("address") ? undefined : map.fail("address", "settings.missing");
      return isSound(address, map, "address", env) ? { ...common, kind, address } : undefined;
  }
}

const javaBytes = (memory: string) => {
  const unit = "kmgt".indexOf(memory.slice(-1).toLowerCase()) + 1;
  return Number(memory.slice(0, -1)) * 2 ** (10 * unit);
};

/** Names of users as they are, roles as `{role: analyst}`. */
function readAllowed(node: Node, key: string, map: Section): string | { role: Role } | undefined {
  const user = textOf(node);
  if (user !== undefined && isUserName(user)) return user;
  const inner = isMap(node) ? map.mapAt(node, key) : undefined;
  const role = inner?.oneOf("role", ...ROLES);
  inner?.close();
  if (role) return { role };
  return inner?.has("role") ? undefined : map.fail("allow", "settings.allow");
}

/** Names and values of Spark's own, any of them: `spark.sql.shuffle.partitions: 64`. */
function readConf(section: Section): Record<string, string> {
  const conf: [string, string][] = [];
  for (const name of new Set(section.entries().map((entry) => entry.name))) {
    const value = section.text(name);
    if (!/^[^\s=]+$/.test(name)) section.fail(name, "settings.conf-name", { key: section.path, name });
    if (value !== undefined) conf.push([name, value]);
  }
  return Object.fromEntries(conf);
}

function isSound(address: string, section: Section, key: string, env: Env, node?: Node): boolean {
  try {
    parseAddress(address, env);
    return true;
  } catch (thrown) {
    const { code, args } = BetweenError.from(thrown);
    section.fail(key, code, args, node);
    return false;
  }
}
