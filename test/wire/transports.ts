import type { Channel } from "../../protocol/channel.ts";
import { dial } from "../../protocol/dial.ts";
import { linkedPair } from "../../protocol/linked-pair.ts";
import { serve } from "../../protocol/serve.ts";
import type { ServeOptions } from "../../protocol/serve.ts";
import type { Service, Who } from "../../protocol/service.ts";
import { listen } from "../../kernel-server/listen.ts";

export const analyst: Who = { user: "ana", role: "analyst" };

/** A server that a client can dial, over memory or over a real socket. */
export type Served = { dial: () => Promise<Channel>; stop: () => Promise<void> };
export type Transport = (service: Service, options?: ServeOptions, who?: Who) => Promise<Served>;

const inMemory: Transport = async (service, options, who = analyst) => {
  const ends: Channel[] = [];
  return {
    dial: async () => {
      const [near, far] = linkedPair();
      ends.push(far);
      serve(far, service, who, options);
      return near;
    },
    stop: async () => ends.forEach((end) => end.close(4000, "the server stops")),
  };
};

export const TOKEN = "a-token-of-this-test";

const overSockets: Transport = async (service, options, who = analyst) => {
  const door = await listen({
    host: "127.0.0.1",
    port: 0,
    authenticate: (token) => (token === TOKEN ? who : undefined),
    connect: (channel, by) => serve(channel, service, by, options),
    log: () => undefined,
  });
  return { dial: () => dial(door.url, { token: TOKEN }), stop: () => door.close() };
};

export const transports: readonly (readonly [string, Transport])[] = [
  ["in memory", inMemory],
  ["over WebSocket", overSockets],
];
