import { type AddressInfo, type Socket, connect, createServer } from "node:net";

/** A TCP door to a port of this machine that cuts its connections when told to. */
export type CuttingProxy = {
  port: number;
  /** Cuts all connections once this many more bytes have come from the far side. */
  cutAfter(bytes: number): void;
  cuts(): number;
  /** Resets all connections, as a router that has forgotten them does. */
  reset(): void;
  /** Cuts all connections and takes no new one until `open`. */
  shut(): void;
  open(): void;
  /** Lets nothing through until `resume`, and cuts nothing: a network that hangs. */
  stall(): void;
  resume(): void;
  close(): Promise<void>;
};

export async function cuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let left = Infinity;
  let cut = 0;
  let stalled = false;
  let shut = false;
  const server = createServer((near) => {
    if (shut) {
      near.destroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => undefined); // The other end sees it.
    }
    near.pipe(far);
    if (stalled) for (const socket of [near, far]) socket.pause();
    far.on("data", (data: Buffer) => {
      left -= data.length;
      if (left < 0) {
        left = Infinity;
        cut++;
        for (const socket of sockets) socket.destroy();
      } else if (!near.write(data)) {
        far.pause();
        near.once("drain", () => far.resume());
      }
    });
    far.on("end", () => near.end());
    far.on("close", () => near.destroy());
    near.on("close", () => far.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port, // SAFETY: it listens on a TCP port.
    cutAfter: (bytes) => (left = bytes),
    cuts: () => cut,
    reset() {
      cut++;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    shut() {
      cut++;
      shut = true;
      for (const socket of sockets) socket.destroy();
    },
    open: () => void (shut = false),
    stall() {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      stalled = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
