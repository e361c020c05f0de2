/** Lines that the editor writes on every machine without its native parts or the gallery, and that say nothing about us. */
const NOISE = /native-watchdog|spdlog|marketplace|gallery|open-vsx|extensionsQuery|ENOTFOUND|telemetry|NLS_MESSAGES/i;

export const isNoise = (line: string) => NOISE.test(line);

export const withoutNoise = (text: string) =>
  text
    .split("\n")
    .filter((line) => !isNoise(line))
    .join("\n");
