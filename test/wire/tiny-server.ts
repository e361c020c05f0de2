/** What a kernel-server does at its start with `--local VERSION`, over the test's own service. `TINY` says how it misbehaves. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { listen } from "../../kernel-server/listen.ts";
import { serve } from "../../protocol/serve.ts";
import { serverFilePath, writeServerFile } from "../../protocol/local/server-file.ts";
import { Disk, LogService } from "./log-service.ts";
import { analyst } from "./transports.ts";

const { values } = parseArgs({
  options: { local: { type: "string", default: "" }, state: { type: "string", default: "" } },
});
appendFileSync(join(values.state, "starts"), `${process.pid}\n`);
if (process.env["TINY"] === "fails") throw new Error("this server does not start");
const token = `token-of-${process.pid}-0123456789`;
const door = await listen({
  host: "127.0.0.1",
  port: 0,
  authenticate: (given) => (given === token ? analyst : undefined),
  connect: (channel, who) => serve(channel, new LogService(new Disk()), who),
  log: () => undefined,
});
await writeServerFile(serverFilePath(values.state, values.local), {
  url: door.url,
  token,
  pid: process.pid,
  version: values.local,
});
