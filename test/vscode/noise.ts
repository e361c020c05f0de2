/** Lines that the editor writes on every machine without its native parts or the gallery, and that say nothing about us. */
const NOISE = [
  /native-watchdog|spdlog|marketplace|gallery|open-vsx|extensionsQuery|ENOTFOUND|ERR_NAME_NOT_RESOLVED|telemetry|vsda/i,
  /NLS_MESSAGES|No bundle location found|Using default string since|reconnection-grace-time|AgentHost/,
  /_doActivateExtension vscode\.|ManagementConnection|status of 404 \(Not Found\)$/,
];

export const isNoise = (line: string) => NOISE.some((one) => one.test(line));

export const withoutNoise = (text: string) =>
  text
    .split("\n")
    .filter((line) => !isNoise(line))
    .join("\n");
