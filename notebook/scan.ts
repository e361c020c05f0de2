import {
  cellFence,
  closingFence,
  isBlank,
  isEscapedMarkdown,
  lineAt,
  looksLikeOption,
  optionPrefix,
  separatorOptions,
  withLineFeeds,
} from "./lines.ts";
import type { Line } from "./lines.ts";
import type { YamlLine, YamlText } from "./yaml-text.ts";

/**
 * A file cut into pieces by its lines alone; nothing in it is understood yet. Offsets are into `body`, which is the text
 * without a byte order mark. The pieces do not overlap and stand in order; only blank lines lie between them.
 */
export type Scan = {
  bom: boolean;
  eol: "\n" | "\r\n";
  body: string;
  /** Up to the line behind the closing `---`. */
  front?: { yaml: YamlText; end: number; closingStart: number };
  /** The first line is `---` and no other is. */
  frontUnclosed: boolean;
  pieces: readonly Piece[];
};

export type Piece = MarkdownPiece | CodePiece;

/** `start` and `end` hold the separator, the fences and the last line end; `line` is the first line, from 1. */
type Extent = { start: number; end: number; line: number };

export type MarkdownPiece = Extent & {
  kind: "markdown";
  /** The options in `<!-- cell … -->`; absent where no such line begins the cell. */
  separator?: YamlText;
  text: string;
  textStart: number;
  textLine: number;
};

export type CodePiece = Extent & {
  kind: "code";
  language: string;
  ticks: number;
  closed: boolean;
  /** Absent where there is no option line. */
  options?: YamlText;
  /** Behind the fence line: where the first option line stands or would. */
  bodyStart: number;
  code: string;
  codeLine: number;
  /** The first line behind the options that looks like another one. */
  lateOption?: { line: number; text: string };
};

/** One pass over the text; its time grows with the text's length alone. Never throws. */
export function scan(text: string): Scan {
  const bom = text.startsWith("\uFEFF");
  const body = bom ? text.slice(1) : text;
  const feed = body.indexOf("\n");
  const eol = feed > 0 && body[feed - 1] === "\r" ? "\r\n" : "\n";
  const opened = isFrontFence(body, lineAt(body, 0));
  const front = opened ? scanFront(body) : undefined;
  const pieces: Piece[] = [];
  let open: OpenMarkdown | undefined;
  let number = front ? front.lines + 1 : 1;
  for (let at = front?.end ?? 0; at < body.length;) {
    const line = lineAt(body, at);
    const written = body.slice(line.start, line.end);
    const fence = cellFence(written);
    if (fence) {
      if (open) pieces.push(closeMarkdown(body, open));
      open = undefined;
      const code = scanCode(body, line, number, fence);
      pieces.push(code.piece);
      at = code.piece.end;
      number = code.nextLine;
      continue;
    }
    const options = separatorOptions(written);
    if (options) {
      if (open) pieces.push(closeMarkdown(body, open));
      const start = line.start + options.start;
      open = {
        start: line.start,
        end: line.next,
        line: number,
        separator: {
          text: written.slice(options.start, options.end),
          lines: [{ start: 0, offset: start, line: number, column: options.start + 1 }],
        },
        escaped: false,
      };
    } else if (!isBlank(written)) {
      open ??= { start: line.start, end: line.next, line: number, escaped: false };
      open.text ??= { start: line.start, end: line.end, line: number };
      open.text.end = line.end;
      open.end = line.next;
      open.escaped ||= isEscapedMarkdown(written);
    }
    at = line.next;
    number++;
  }
  if (open) pieces.push(closeMarkdown(body, open));
  return { bom, eol, body, ...(front && { front }), frontUnclosed: opened && !front, pieces };
}

type OpenMarkdown = Extent & { separator?: YamlText; text?: Extent; escaped: boolean };

function closeMarkdown(body: string, open: OpenMarkdown): MarkdownPiece {
  const { start, end, line } = open;
  const text = withLineFeeds(open.text ? body.slice(open.text.start, open.text.end) : "");
  return {
    kind: "markdown",
    start,
    end,
    line,
    ...(open.separator && { separator: open.separator }),
    text: open.escaped ? mapLines(text, (each) => (isEscapedMarkdown(each) ? each.slice(1) : each)) : text,
    textStart: open.text?.start ?? end,
    textLine: open.text?.line ?? line + 1,
  };
}

const mapLines = (text: string, change: (line: string) => string): string => text.split("\n").map(change).join("\n");

const isFrontFence = (body: string, line: Line): boolean => /^---[ \t]*$/.test(body.slice(line.start, line.end));

function scanFront(body: string): (Scan["front"] & { lines: number }) | undefined {
  const first = lineAt(body, 0);
  const lines: YamlLine[] = [];
  for (let at = first.next, number = 2; at < body.length; number++) {
    const line = lineAt(body, at);
    lines.push({ start: line.start - first.next, offset: line.start, line: number, column: 1 });
    if (isFrontFence(body, line)) {
      const yaml = { text: body.slice(first.next, line.start), lines };
      return { yaml, end: line.next, closingStart: line.start, lines: number };
    }
    at = line.next;
  }
  return undefined;
}

/** A cell ends at a line of at least as many backticks, or unclosed before the next cell whose fence is as long. */
function scanCode(body: string, opening: Line, number: number, fence: { ticks: number; language: string }) {
  const prefix = optionPrefix(fence.language);
  const options: { text: string; lines: YamlLine[] } = { text: "", lines: [] };
  const lines: string[] = [];
  let lateOption: CodePiece["lateOption"];
  let at = opening.next;
  let here = number + 1;
  let closed = false;
  let escapes = true;
  for (; at < body.length && !closed; here++) {
    const line = lineAt(body, at);
    const written = body.slice(line.start, line.end);
    if (written.startsWith("```")) {
      closed = closingFence(written) >= fence.ticks;
      const next = cellFence(written);
      if (next && next.ticks >= fence.ticks) break;
    }
    at = line.next;
    if (closed) continue;
    if (written.startsWith(prefix) && lines.length === 0) {
      const skip = prefix.length + (written[prefix.length] === " " ? 1 : 0);
      options.lines.push({ start: options.text.length, offset: line.start + skip, line: here, column: skip + 1 });
      options.text += `${written.slice(skip)}\n`;
      continue;
    }
    if (written.startsWith(prefix)) lateOption ??= { line: here, text: written.slice(prefix.length) };
    escapes &&= written.startsWith("\\") && looksLikeOption(written, prefix);
    lines.push(escapes ? written.slice(1) : written);
  }
  const piece: CodePiece = {
    kind: "code",
    start: opening.start,
    end: at,
    line: number,
    ...fence,
    closed,
    ...(options.lines.length > 0 && { options }),
    bodyStart: opening.next,
    code: lines.join("\n"),
    codeLine: number + 1 + options.lines.length,
    ...(lateOption && { lateOption }),
  };
  return { piece, nextLine: here };
}
