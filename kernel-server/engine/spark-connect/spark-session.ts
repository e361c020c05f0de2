import { randomUUID } from "node:crypto";
import { BetweenError } from "../../../protocol/errors.ts";
import type { S3Settings } from "../../settings/settings.ts";
import type { EngineSession, OpenOptions } from "../engine.ts";
import { fileFinder } from "../file-finder.ts";
import type { Address } from "./address.ts";
import { openChannel } from "./channel.ts";
import { sparkDialect } from "./dialect.ts";
import { SparkConnectService } from "./gen/spark/connect/base_pb.js";
import { isMarked, openSettings, useConf, useSchema } from "./settings.ts";
import { type Link, makeLink } from "./link.ts";
import { FIRST_RETRIES } from "./retry.ts";
import { coresFree } from "./cores-free.ts";
import { remoteOf } from "./remote.ts";
import { connectSession } from "./session.ts";
import { sparkGround } from "./spark-ground.ts";
import { assertSupported, has } from "./spark-versions.ts";
import { bindsParameters, sparkVersion } from "./spark-version.ts";

export type SparkSessionOptions = {
  /** The engine's, as on its server. */
  name: string;
  address: Address;
  files: "here" | "there";
  /** Set on the session, after what we set ourselves. */
  conf: Readonly<Record<string, string>>;
  schema?: string;
  /** Told to the session; what the server was started with needs none. */
  s3?: S3Settings;
  /** Fires when the server's process is gone, with a BetweenError as its reason; for servers that we started. */
  gone?: AbortSignal;
  onVersion?: (version: string) => void;
};

/** Spark ends a session that nobody has used for an hour. A look counts as use, and finds out when it has gone anyway. */
const LOOK_MS = 10 * 60_000;
/** How long the tasks of a cancelled query may take to give up their cores (34 s were seen) before the next one is let in all the same. */
const STOP_MS = 120_000;
/** A server that does not answer must not hold up who closes. */
const RELEASE_MS = 5_000;

/** A session on Apache Spark, on a channel of its own. */
export async function openSparkSession(
  options: SparkSessionOptions,
  open: OpenOptions,
  signal: AbortSignal,
): Promise<EngineSession> {
  const { address, gone: serverGone } = options;
  const channel = openChannel(address);
  const user = address.user ?? open.user;
  const dead = new AbortController();
  let settle: (error: BetweenError | undefined) => void = () => undefined;
  const ended = new Promise<BetweenError | undefined>((resolve) => (settle = resolve));
  const end = (error: BetweenError | undefined) => {
    clearInterval(looking);
    settle(error);
    dead.abort(error ?? new BetweenError("engine.session-gone"));
    channel.close();
  };
  const onServerGone = () => end(BetweenError.from(serverGone?.reason));
  let looking: NodeJS.Timeout | undefined;
  try {
    const { link, version } = await joined(options, open, user, channel, signal);
    if (!has(version, "progress")) open.onProgress?.("engine.spark-old", version);
    options.onVersion?.(version);
    looking = setInterval(() => {
      void isMarked(link, open.session, AbortSignal.timeout(RELEASE_MS)).then((there) => {
        if (there === false) end(new BetweenError("engine.session-gone"));
      });
    }, LOOK_MS);
    looking.unref();
    serverGone?.addEventListener("abort", onServerGone, { once: true });
    if (serverGone?.aborted) onServerGone();

    const close = async () => {
      serverGone?.removeEventListener("abort", onServerGone);
      if (!dead.signal.aborted) await link.settled();
      if (!dead.signal.aborted && link.dialect.releasesSessions) {
        const quiet = () => undefined;
        const release = AbortSignal.timeout(RELEASE_MS);
        await channel.unary(SparkConnectService.method.releaseSession, link.ids(), release).then(quiet, quiet);
      }
      end(undefined);
    };
    return connectSession({
      link,
      ground: sparkGround({
        folder: open.folder,
        finder: fileFinder(open.folder, options.s3 ?? {}),
        files: options.files,
        link,
        s3: options.s3 ?? {},
        quieten: () => coresFree(link, AbortSignal.any([dead.signal, AbortSignal.timeout(STOP_MS)])),
      }),
      gone: dead.signal,
      ended,
      // The memory of a server or a cluster is not one session's.
      memory: () => Promise.resolve(undefined),
      close,
      onGone: end,
      ...(!link.dialect.tellsLoss && { isThere: (within) => isMarked(link, open.session, within) }),
      stopMs: STOP_MS + RELEASE_MS,
      remote: { ...remoteOf(address, link.ids().sessionId, user), sparkVersion: version },
    });
  } catch (thrown) {
    channel.close();
    throw thrown;
  }
}

/** A network that drops packets and a port that says nothing refuse nobody. */
const ANSWER_MS = 15_000;

/** Under the session's own id; under a fresh one where Spark remembers that id as ended (`SESSION_CLOSED`), which it does for long. */
async function joined(
  options: SparkSessionOptions,
  open: OpenOptions,
  user: string,
  channel: ReturnType<typeof openChannel>,
  signal: AbortSignal,
): Promise<{ link: Link; version: string }> {
  // Who comes back to an earlier session has waited for a server that starts anew; whoever comes first wants to hear that there is none.
  const isFirst = !open.resume && !options.gone;
  const retries = isFirst ? FIRST_RETRIES : undefined;
  const silent = new AbortController();
  if (isFirst) void channel.answers(ANSWER_MS).then((answers) => !answers && silent.abort());
  const asked = AbortSignal.any([signal, silent.signal, ...(options.gone ? [options.gone] : [])]);
  const begin = async (id: string) => {
    const first = makeLink(channel, sparkDialect("4"), id, user);
    const version = await sparkVersion(first, asked, retries);
    assertSupported(version);
    const link = makeLink(channel, sparkDialect(version, await bindsParameters(first, asked)), id, user);
    await openSettings(link, open, asked);
    await useConf(link, options, asked);
    if (options.schema !== undefined) await useSchema(link, options.schema, asked);
    return { link, version };
  };
  try {
    return await begin(open.session);
  } catch (thrown) {
    if (options.gone?.aborted) throw options.gone.reason;
    if (silent.signal.aborted && !signal.aborted) throw unreachable(options, new BetweenError("engine.unreachable"));
    if (thrown instanceof BetweenError && thrown.code === "engine.unreachable") throw unreachable(options, thrown);
    if (open.resume || !(thrown instanceof BetweenError) || thrown.code !== "engine.session-gone") throw thrown;
    return begin(randomUUID());
  }
}

const unreachable = ({ name, address: { host, port } }: SparkSessionOptions, cause: BetweenError) =>
  new BetweenError(
    "engine.unreachable-at",
    { engine: name, address: `${host}:${port}` },
    { cause, ...(cause.engineText !== undefined && { engineText: cause.engineText }) },
  );
