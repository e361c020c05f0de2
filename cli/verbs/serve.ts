import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { exitCodeOfProgram, optionWords } from "../server-program.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "serve",
    operands: [],
    options: {
      config: { kind: "one", value: "FILE", about: "cli.option.config" },
      check: { kind: "flag", about: "cli.option.check" },
      host: { kind: "one", value: "ADDRESS", about: "cli.option.host" },
      port: { kind: "one", value: "NUMBER", about: "cli.option.port" },
      state: { kind: "one", value: "PLACE", about: "cli.option.state" },
    },
    about: "cli.about.serve",
    example:
      "between serve --config server.yaml\nbetween serve --config server.yaml --check\nbetween serve --port 8787 --state /srv/between",
  },
  async ({ values }, { kernelServer, lang }) => {
    const words = [fileURLToPath(kernelServer), "--lang", lang, ...optionWords(values)];
    // By the channel the server notices when we are killed, and ends.
    const child = spawn(process.execPath, words, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
    // A terminal sends Ctrl-C to both; a supervisor's SIGTERM reaches only us. The server ends by itself, we wait for it.
    const pass = () => child.kill("SIGTERM");
    process.once("SIGTERM", pass);
    const ended = await once(child, "exit");
    process.off("SIGTERM", pass);
    return exitCodeOfProgram(ended);
  },
);
