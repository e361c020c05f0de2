import type { CellsSettings } from "../settings/settings.ts";

/** What stands before the command line of a worker, so that it runs as another user, in a container, or both. */
export const beforeCommand = ({ user, wrap = [] }: CellsSettings): string[] => [
  ...(user === undefined ? [] : ["sudo", "-n", "-u", user, "--"]),
  ...wrap,
];
