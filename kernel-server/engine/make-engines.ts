import type { Role, Who } from "../../protocol/service.ts";
import type { EngineSettings, Settings } from "../settings/settings.ts";
import type { Engine } from "./engine.ts";
import { localSparkEngine } from "./local-spark/local-spark-engine.ts";
import type { OwnPlaces } from "./reserved-place.ts";
import { sailEngine } from "./sail/sail-engine.ts";
import { sparkConnectEngine } from "./spark-connect/spark-connect-engine.ts";

/** What engines have of their server besides their own settings. */
export type EngineGround = Pick<Settings, "limits" | "python"> & {
  cacheFolder: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Where no statement writes that runs with the server's rights. */
  places?: OwnPlaces;
};

/** The engines behind a server, in the order of its settings. Nothing is started. */
export const makeEngines = (engines: readonly EngineSettings[], ground: EngineGround): Engine[] =>
  engines.map((engine) => makeEngine(engine, ground));

function makeEngine(settings: EngineSettings, { limits, python, cacheFolder, env, places }: EngineGround): Engine {
  const { name, label, conf, schema, s3 } = settings;
  const common = {
    name,
    ...(label !== undefined && { label }),
    conf,
    ...(schema !== undefined && { schema }),
    s3,
  };
  const interpreter = python.interpreter !== undefined && { python: python.interpreter };
  switch (settings.kind) {
    case "embedded": {
      const memory = limits.memoryBytes !== undefined && { memoryLimitBytes: limits.memoryBytes };
      const engine = sailEngine({ name, s3, cacheFolder, ...interpreter, ...memory, ...(places && { places }) });
      return label === undefined ? engine : { ...engine, label };
    }
    case "local-spark": {
      const { memory, cores } = settings;
      return localSparkEngine({
        ...common,
        cacheFolder,
        ...interpreter,
        ...(memory !== undefined && { memory }),
        ...(cores !== undefined && { cores }),
      });
    }
    case "spark-connect":
      return sparkConnectEngine({ ...common, address: settings.address, env });
  }
}

const ranks: Readonly<Record<Role, number>> = { viewer: 1, analyst: 2, admin: 3 };

/** Whether `allow` of an engine lets somebody use it: by name, or by a role that is at least the one named. Admins may use every engine. */
export function mayUseEngine(engines: readonly EngineSettings[]): (engine: string, who: Who) => boolean {
  const lists = new Map(engines.map(({ name, allow }) => [name, allow]));
  return (engine, { user, role }) => {
    const allow = lists.get(engine);
    if (!allow || role === "admin") return true;
    return allow.some((one) => (typeof one === "string" ? one === user : ranks[role] >= ranks[one.role]));
  };
}
