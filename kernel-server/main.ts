import { parseArgs } from "node:util";
import { BetweenError } from "../protocol/errors.ts";
import { buildVersion } from "../protocol/local/build-version.ts";
import { stateFolder } from "../protocol/local/state-folders.ts";
import { explain } from "../protocol/wording/say.ts";
import { startServer, type ServerSettings } from "./start-server.ts";

/** `--local VERSION`: the one server of this user for clients of that version, which leaves when it has nothing to do; else one in the foreground. */
function settings(): ServerSettings {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: "string", default: "127.0.0.1" },
        port: { type: "string", default: "8787" },
        state: { type: "string", default: stateFolder() },
        local: { type: "string" },
      },
    });
    const { host, state, local } = values;
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65535) throw new Error(`--port ${values.port} is no port number`);
    if (local !== undefined) return { host, port: 0, state, local: true, version: local };
    return { host, port, state, local: false, version: buildVersion() };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BetweenError("server.bad-argument", { reason }, { cause });
  }
}

try {
  const chosen = settings();
  const server = await startServer(chosen);
  console.log(`kernel-server ${chosen.version} listens on ${server.url}`);
  if (!chosen.local)
    console.log(`Connect with: BETWEEN_TOKEN=$(cat ${server.tokenFile}) between run --server ${server.url} FILE`);
  const stop = () => void server.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (thrown) {
  const error = BetweenError.from(thrown);
  const { message, hint } = explain("en", error.toWire());
  console.error(hint ? `${message}\n${hint}` : message);
  process.exitCode = error.code === "server.bad-argument" ? 2 : 3;
}
