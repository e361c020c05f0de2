/**
 * Notices a peer from which nothing has come for `silentMs`. A tick that is late means that this process itself slept (a
 * laptop's lid, a blocked event loop): what the peer sent meanwhile may not have been read, so the peer gets another round.
 */
export function watchSilence(silentMs: number, onSilent: () => void): { heard(): void; stop(): void } {
  const tickMs = silentMs / 5;
  let lastHeard = performance.now();
  let lastTick = lastHeard;
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - lastTick > tickMs + Math.min(1000, tickMs)) lastHeard = now;
    lastTick = now;
    if (now - lastHeard < silentMs) return;
    clearInterval(timer);
    onSilent();
  }, tickMs);
  return {
    heard: () => (lastHeard = performance.now()),
    stop: () => clearInterval(timer),
  };
}
