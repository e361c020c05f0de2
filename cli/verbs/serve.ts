import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "serve",
    operands: [],
    options: {
      host: { kind: "one", value: "ADDRESS", about: "cli.option.host" },
      port: { kind: "one", value: "NUMBER", about: "cli.option.port" },
      state: { kind: "one", value: "FOLDER", about: "cli.option.state" },
    },
    about: "cli.about.serve",
    example: "between serve --port 8787 --state /srv/between",
  },
  async ({ values }, { kernelServer }) => {
    const args = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
    const child = spawn(process.execPath, [fileURLToPath(kernelServer), ...args], { stdio: "inherit" });
    // A terminal sends Ctrl-C to both; a supervisor's SIGTERM reaches only us. The server ends by itself, we wait for it.
    const pass = () => child.kill("SIGTERM");
    process.once("SIGTERM", pass);
    const [code] = (await once(child, "exit")) as [number | null];
    process.off("SIGTERM", pass);
    return ([0, 2, 3].includes(code ?? -1) ? code : exitCodes.unreachable) as ExitCode; // SAFETY: one of 0, 2, 3.
  },
);
