import { parseArgs } from "node:util";
import { BetweenError } from "../protocol/errors.ts";
import { buildVersion } from "../protocol/local/build-version.ts";
import { stateFolder } from "../protocol/local/state-folders.ts";
import { explain } from "../protocol/wording/say.ts";
import { startServer } from "./start-server.ts";

/** `--local`: the one server of this user and version, which leaves when it has nothing to do; else one in the foreground. */
function settings(): Parameters<typeof startServer>[0] {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: "string", default: "127.0.0.1" },
        port: { type: "string", default: "8787" },
        state: { type: "string", default: stateFolder() },
        local: { type: "boolean", default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65535) throw new Error(`--port ${values.port} is no port number`);
    return {
      host: values.host,
      port: values.local ? 0 : port,
      state: values.state,
      local: values.local,
      version: buildVersion(),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BetweenError("server.bad-argument", { reason }, { cause });
  }
}

try {
  const server = await startServer(settings());
  console.log(`kernel-server ${buildVersion()} listens on ${server.url}`);
  console.log(
    `The token stands in ${server.tokenFile}: BETWEEN_TOKEN=$(cat ${server.tokenFile}) between run --server ${server.url} …`,
  );
  const stop = () => void server.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (thrown) {
  const { message, hint } = explain("en", BetweenError.from(thrown).toWire());
  console.error(hint ? `${message}\n${hint}` : message);
  process.exitCode = BetweenError.from(thrown).code === "server.bad-argument" ? 2 : 3;
}
