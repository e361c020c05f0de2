import type { ServerInfo, ServerKey } from "../parts.ts";

/** Names a kernel for good, over restarts of the editor: never a counter. */
export type KernelName = { server: ServerKey; engine: string };

export const kernelId = ({ server, engine }: KernelName): string => `${engine}@${server}`;

/** A kernel as the picker shows it. `engine` is absent while the server never said which it has. */
export type KernelEntry = {
  id: string;
  server: ServerKey;
  engine?: string;
  label: string;
  description: string;
  detail?: string;
};

/** One for each engine of each server, in the order of the servers; one to connect by for a server that never answered. */
export function kernelList(servers: readonly ServerInfo[], notConnected: string): KernelEntry[] {
  return servers.flatMap(({ key, label: server, url, engines }) => {
    const detail = url === undefined ? {} : { detail: url };
    if (engines.length === 0)
      return [{ id: `@${key}`, server: key, label: server, description: notConnected, ...detail }];
    return engines.map(({ name, label }) => {
      const entry = { server: key, engine: name, label: `${name} · ${server}` };
      return { id: kernelId(entry), ...entry, description: label, ...detail };
    });
  });
}
