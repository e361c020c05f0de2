import type { Output } from "../output.ts";

const CLEAR_TO_LINE_END = "\u001b[K";
const CLEAR_TO_SCREEN_END = "\u001b[J";
// DEC private mode 2026: a terminal that knows it draws the whole update at once; others ignore it.
const BEGIN_UPDATE = "\u001b[?2026h";
const END_UPDATE = "\u001b[?2026l";

/**
 * Text that stays, with a few lines below it that are drawn anew in place. Every update is one write that overwrites
 * the old lines without erasing them first, so that nothing flickers.
 */
export type LiveScreen = {
  /** Prints lines above the changing ones. */
  print(lines: readonly string[]): Promise<void>;
  /** Sets what makes the changing lines, which are drawn anew ten times a second. */
  frame(draw: () => readonly string[]): void;
  /** Takes the changing lines away. */
  close(): Promise<void>;
};

export function liveScreen(out: Output): LiveScreen {
  let draw: () => readonly string[] = () => [];
  let drawn = 0;
  const update = async (lines: readonly string[]) => {
    const below = draw();
    if (drawn === 0 && lines.length === 0 && below.length === 0) return;
    const text = screenUpdate(drawn, lines, below);
    drawn = below.length;
    await out.write(text);
  };
  // A broken pipe shows itself at the next awaited write.
  const timer = setInterval(() => void update([]).catch(() => clearInterval(timer)), 100);
  timer.unref();
  return {
    print: update,
    frame: (next) => (draw = next),
    close: () => {
      clearInterval(timer);
      draw = () => [];
      return update([]);
    },
  };
}

/** The bytes that turn a screen whose last `drawn` lines are the changing ones into `lines` printed above `below`. */
export function screenUpdate(drawn: number, lines: readonly string[], below: readonly string[]): string {
  const up = drawn > 0 ? `\u001b[${drawn}A\r` : "";
  const body = [...lines, ...below].map((line) => `${line}${CLEAR_TO_LINE_END}\n`).join("");
  return `${BEGIN_UPDATE}${up}${body}${CLEAR_TO_SCREEN_END}${END_UPDATE}`;
}
