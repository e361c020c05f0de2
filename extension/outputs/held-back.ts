/** Puts an act off while something goes on that would show it half of what there is, but no longer than `mostMs`. */
export function heldBack(act: () => void, mostMs: number) {
  let holds = 0;
  let isDue = false;
  return {
    /** Acts, now or when nothing holds it back any more. */
    act(): void {
      if (holds > 0) isDue = true;
      else act();
    },
    /** Resolves or fails as `work` does. */
    async during<T>(work: Promise<T>): Promise<T> {
      holds++;
      let isHeld = true;
      const release = () => {
        if (!isHeld) return;
        isHeld = false;
        clearTimeout(timer);
        if (--holds > 0 || !isDue) return;
        isDue = false;
        act();
      };
      const timer = setTimeout(release, mostMs);
      try {
        return await work;
      } finally {
        release();
      }
    },
  };
}
