import { isAbsolute, resolve } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Capabilities, Engine } from "../engine.ts";
import { parseAddress } from "./address.ts";
import { openChannel } from "./channel.ts";
import { spark } from "./dialect.ts";
import { SparkConnectService } from "./gen/spark/connect/base_pb.js";
import { makeLink } from "./link.ts";
import { write } from "./plan.ts";
import type { Ground } from "./ground.ts";
import { connectSession } from "./session.ts";
import { openSettings } from "./settings.ts";

export type SparkConnectOptions = {
  /** As on its server: `local-spark`, `prod`. */
  name: string;
  label: string;
  /** `sc://host:port/;key=value`; a token only as `token=${env:NAME}`. */
  address: string;
  env?: Readonly<Record<string, string | undefined>>;
  can?: Partial<Capabilities>;
};

/** Any Spark Connect endpoint: Apache Spark 3.5 to 4.2. */
export function sparkConnectEngine({ name, label, address, env = process.env, can }: SparkConnectOptions): Engine {
  const parsed = parseAddress(address, env);
  return {
    name,
    label,
    can: { progress: true, reattach: true, delta: true, artifacts: true, ...can },
    async open(open, signal) {
      const channel = openChannel(parsed);
      const link = makeLink(channel, spark, open.session, parsed.user ?? open.user);
      try {
        await openSettings(link, open, signal);
      } catch (thrown) {
        channel.close();
        throw thrown;
      }
      const closing = new AbortController();
      const ended = new Promise<undefined>((resolve) => {
        closing.signal.addEventListener("abort", () => resolve(undefined), { once: true });
      });
      const close = async () => {
        await link.settled();
        const quiet = () => undefined;
        const release = channel.unary(
          SparkConnectService.method.releaseSession,
          link.ids(),
          AbortSignal.timeout(5_000),
        );
        await release.then(quiet, quiet);
        channel.close();
        closing.abort(new BetweenError("engine.session-gone"));
      };
      // The cluster's memory is not one session's.
      const memory = () => Promise.resolve(undefined);
      return connectSession({ link, ground: clusterGround(open.folder), gone: closing.signal, ended, memory, close });
    },
  };
}

/** Files lie where the engine runs, so only the engine can look at them; it says itself when a path is not there. */
function clusterGround(folder: string): Ground {
  const absolute = (path: string) =>
    /^[a-z][a-z0-9+.-]+:/i.test(path) || isAbsolute(path) ? path : resolve(folder, path);
  return {
    statement: (text) => Promise.resolve(text),
    reading(source) {
      if ("result" in source.from) throw new BetweenError("engine.source-unresolved", { source: source.name });
      const path = absolute(source.from.path);
      // Without it Spark takes what a wildcard matched for the roots, and partition columns are lost.
      const base = /^(.*?)\/[^/]+=[^/]*(?:\/|$)/.exec(path)?.[1];
      return Promise.resolve({
        paths: [path],
        partitions: [],
        ...(base !== undefined && source.format !== "delta" && { options: { basePath: base } }),
      });
    },
    files: (path) => Promise.reject(new BetweenError("engine.files-unknown", { path })),
    write: (work, relation, send) => send(write(work, relation)),
    explained: (error) => Promise.resolve(error),
    // Spark gives up the cores of a cancelled query by itself, up to half a minute later.
    quieten: () => Promise.resolve(),
    isBareAnswer: () => false,
  };
}
