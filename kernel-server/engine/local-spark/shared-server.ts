/** What is started when it is first needed, shared by all who need it, and stopped when nobody has for a while. */
export type Shared<T> = {
  /** Starts it where it does not run. Each take is followed by one `release`, also when nothing could be had. */
  take(signal: AbortSignal): Promise<T>;
  release(): void;
  /** Stops it now, and returns when it is gone. */
  close(): Promise<void>;
};

type Startable = { gone: AbortSignal; stop(): Promise<void> };

/**
 * `start` is given a signal that fires when all who wait for it have given up. What has ended by itself is started anew
 * for who comes next.
 */
export function shared<T extends Startable>(start: (signal: AbortSignal) => Promise<T>, idleMs: number): Shared<T> {
  let users = 0;
  let running: { server: Promise<T>; given: AbortController } | undefined;
  let idle: NodeJS.Timeout | undefined;

  const stop = async () => {
    const { server, given } = running ?? {};
    running = undefined;
    given?.abort();
    const begun = await server?.catch(() => undefined); // It never began.
    await begun?.stop();
  };
  const begin = () => {
    const given = new AbortController();
    const mine = { given, server: start(given.signal) };
    running = mine;
    const forget = () => {
      if (running === mine) running = undefined;
    };
    mine.server.then(({ gone }) => gone.addEventListener("abort", forget, { once: true }), forget);
    return mine;
  };
  return {
    async take(signal) {
      users++;
      clearTimeout(idle);
      const { server } = running ?? begin();
      let giveUp: (() => void) | undefined;
      const given = new Promise<never>((_, reject) => {
        giveUp = () => reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
        signal.addEventListener("abort", giveUp, { once: true });
        if (signal.aborted) giveUp();
      });
      try {
        return await Promise.race([server, given]);
      } finally {
        if (giveUp) signal.removeEventListener("abort", giveUp);
      }
    },
    release() {
      users--;
      if (users > 0) return;
      idle = setTimeout(() => void stop(), idleMs);
      // A process that has nothing else to do need not wait for it: what was started ends with its standard input.
      idle.unref();
    },
    close() {
      clearTimeout(idle);
      return stop();
    },
  };
}
