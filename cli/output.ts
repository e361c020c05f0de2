import { BetweenError } from "../protocol/errors.ts";

/** One of the process's two ways out. */
export type Output = {
  /** Resolves when the operating system has taken it: the back-pressure. Throws `cli.output-gone` when the reader left, `cli.output-failed` otherwise. */
  write(data: string | Uint8Array): Promise<void>;
  /** Aborted when the reader left (`| head`). */
  readonly gone: AbortSignal;
  readonly tty: boolean;
  readonly color: boolean;
  /** Columns of the terminal; what a file is written for when there is none. */
  readonly width: number;
  readonly height: number;
};

type Env = Readonly<Record<string, string | undefined>>;
const WIDTH_OF_FILES = 120;

export function openOutput(stream: NodeJS.WriteStream, env: Env): Output {
  const gone = new AbortController();
  // Without a listener a broken pipe would end the process with a stack trace; `write` reports it.
  stream.on("error", (cause) => gone.abort(cause));
  const tty = stream.isTTY === true && env.TERM !== "dumb";
  return {
    write: (data) =>
      new Promise((resolve, reject) => {
        stream.write(data, (cause) => (cause ? reject(writeError(cause)) : resolve()));
      }),
    gone: gone.signal,
    tty,
    // https://no-color.org: present and not empty.
    color: tty && !env.NO_COLOR,
    get width() {
      return stream.columns || Number(env.COLUMNS) || WIDTH_OF_FILES;
    },
    get height() {
      return stream.rows || 24;
    },
  };
}

/** A way out that is a file: no terminal, no colours. */
export function fileOutput(write: Output["write"]): Output {
  return { write, gone: new AbortController().signal, tty: false, color: false, width: WIDTH_OF_FILES, height: 24 };
}

function writeError(cause: Error & { code?: string }): BetweenError {
  const left = cause.code === "EPIPE" || cause.code === "ERR_STREAM_DESTROYED";
  return new BetweenError(left ? "cli.output-gone" : "cli.output-failed", { reason: cause.message }, { cause });
}
