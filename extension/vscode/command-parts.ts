import type { Ground, Part, Runs } from "../parts.ts";
import type { KernelDesk } from "./kernels.ts";
import { onDemand } from "./on-demand.ts";
import type { ServerDesk } from "./servers.ts";
import type { Tokens } from "./tokens.ts";

/** What begins with a command and with nothing else, so that nothing of it is loaded before. */
export const commandParts = (
  ground: Ground,
  tokens: Tokens,
  servers: ServerDesk,
  kernels: KernelDesk,
  runs: Runs,
): Part[] => [
  onDemand(["between.openExamples"], async () => (await import("./examples.ts")).registerExamples(ground)),
  onDemand(["between.openAsNotebook"], async () => (await import("./import.ts")).registerImport(ground)),
  onDemand(["between.addData"], async () => (await import("./add-data.ts")).registerAddData(ground, servers, runs)),
  onDemand(["between.exportReport"], async () =>
    (await import("./reports.ts")).registerReports(ground, servers, kernels, runs),
  ),
  onDemand(["between.addServer", "between.removeServer", "between.signIn"], async () =>
    (await import("./add-server.ts")).registerServerCommands(ground, servers, tokens, kernels),
  ),
];
