import { BetweenError } from "../../../protocol/errors.ts";
import type { Engine } from "../engine.ts";
import { openChannel } from "../spark-connect/channel.ts";
import { sail } from "../spark-connect/dialect.ts";
import { makeLink } from "../spark-connect/link.ts";
import { connectSession } from "../spark-connect/session.ts";
import { remoteOf } from "../spark-connect/remote.ts";
import { openSettings } from "../spark-connect/settings.ts";
import { fileFinder } from "../file-finder.ts";
import type { OwnPlaces } from "../reserved-place.ts";
import type { S3Settings } from "../../settings/settings.ts";
import { awsEnvironment } from "./aws-environment.ts";
import { ensureEnvironment } from "./environment.ts";
import { sailGround } from "./sail-ground.ts";
import { startSail } from "./sail-process.ts";
import { SAIL_VERSION } from "./requirements.ts";

export type SailOptions = {
  /** As on its server. */
  name?: string;
  /** Where the virtual environment is made, once per machine and version. */
  cacheFolder: string;
  /** The Python to make it with; else BETWEEN_PYTHON, else the first that fits. */
  python?: string;
  /** Of one session's memory pool. A quarter of the machine's memory when absent. */
  memoryLimitBytes?: number;
  /** How its sessions reach S3. */
  s3?: S3Settings;
  /** Where no statement writes. */
  places?: OwnPlaces;
};

/** The embedded engine: one Sail process for each session, which ends with it. */
export function sailEngine({
  name = "embedded",
  cacheFolder,
  python,
  memoryLimitBytes,
  s3 = {},
  places,
}: SailOptions): Engine {
  return {
    name,
    label: `Sail ${SAIL_VERSION}`,
    can: { progress: false, reattach: false, delta: true, artifacts: false, files: "here" },
    async open(open, signal) {
      // A Sail session dies with its process, and its process with the server that started it.
      if (open.resume) throw new BetweenError("engine.session-gone");
      const environment = await ensureEnvironment(
        {
          cacheFolder,
          ...(python !== undefined && { python }),
          onProgress: (detail) => open.onProgress?.("engine.setting-up", detail),
        },
        signal,
      );
      open.onProgress?.("engine.starting", `Sail ${SAIL_VERSION}`);
      const { folder, scratch } = open;
      const child = await startSail(
        { python: environment, folder, scratch, memoryLimitBytes, aws: awsEnvironment(s3) },
        signal,
      );
      const address = { host: "127.0.0.1", port: child.port, tls: false, headers: {} };
      const channel = openChannel(address);
      const link = makeLink(channel, sail, open.session, open.user);
      const close = async () => {
        await child.stop();
        channel.close();
      };
      try {
        await openSettings(link, open, AbortSignal.any([signal, child.gone]));
      } catch (thrown) {
        // A process that died at its start was not interrupted by anybody.
        const died: unknown = child.gone.aborted && !signal.aborted ? child.gone.reason : undefined;
        await close();
        throw died ?? thrown;
      }
      void child.ended.then(() => channel.close());
      return connectSession({
        link,
        ground: sailGround({ folder, finder: fileFinder(folder, s3), link, quieten: child.quieten, places }),
        gone: child.gone,
        ended: child.ended,
        memory: child.memory,
        close,
        remote: remoteOf(address, open.session, open.user),
      });
    },
  };
}
