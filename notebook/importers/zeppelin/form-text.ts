/** A dynamic form as it is written into a paragraph, such as `${day=2026-03-01}` (Zeppelin's `Input.java`). */
export type FormText = {
  kind: "text" | "select" | "checkbox" | "password";
  name: string;
  /** What people see in place of the name. */
  label?: string;
  /** Of a checkbox: the values that are ticked. */
  defaults: readonly string[];
  options: readonly FormOption[];
  /** Between a checkbox's values when they are put into the text. */
  delimiter: string;
  hidden: boolean;
  /** `$${…}`: one value for the whole note. */
  ofNote: boolean;
  /** Extent in the text it was found in. */
  start: number;
  end: number;
};

export type FormOption = { value: string; label?: string };

const written = /(_?)\$(\$?)\{([^=}]*)(?:=([^}]*))?\}/g;

export function formsIn(text: string): FormText[] {
  // Behind the last brace nothing can end, and each beginning would be read on to the text's end.
  const ended = text.slice(0, text.lastIndexOf("}") + 1);
  return [...ended.matchAll(written)].flatMap((match) => {
    const [whole, underscore, second, head = "", tail] = match;
    const named = readHead(head);
    if (!named) return [];
    const { type, argument, ...name } = named;
    const comma = tail?.indexOf(",") ?? -1;
    const first = comma === -1 ? tail : tail?.slice(0, comma);
    const options = comma === -1 ? [] : splitOptions(tail?.slice(comma + 1) ?? "").map(readOption);
    const kind =
      type === "checkbox" || type === "password" ? type : options.length > 0 || type === "select" ? "select" : "text";
    return [
      {
        kind,
        ...name,
        defaults: first === undefined ? [] : kind === "checkbox" ? splitOptions(first) : [first],
        options,
        delimiter: argument ?? ",",
        hidden: underscore === "_",
        ofNote: second === "$",
        start: match.index,
        end: match.index + whole.length,
      },
    ];
  });
}

/** `[type[(argument)]:]name[(label)]`. */
function readHead(head: string): { type?: string; argument?: string; name: string; label?: string } | undefined {
  const typed = /^\s*(\w+)(?:\((.*?)\))?:(.*)$/s.exec(head);
  const rest = (typed?.[3] ?? head).trim();
  const labelled = readLabel(rest, 0);
  const name = (labelled?.before ?? rest).trim();
  if (name === "") return undefined;
  return {
    ...(typed?.[1] !== undefined && { type: typed[1].toLowerCase() }),
    ...(typed?.[2] !== undefined && { argument: typed[2] }),
    name,
    ...(labelled && { label: labelled.label }),
  };
}

/** `before (label)`, with at least so many characters before. */
function readLabel(text: string, least: number): { before: string; label: string } | undefined {
  const open = text.indexOf("(", least);
  if (open === -1 || !text.endsWith(")")) return undefined;
  return { before: text.slice(0, least) + text.slice(least, open).trimEnd(), label: text.slice(open + 1, -1) };
}

/** At bars that are neither in quotes nor behind a backslash. Quotes stay: they are put into the text as they are. */
export function splitOptions(text: string): string[] {
  if (text === "") return [];
  const parts = [""];
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (c === "\\" && i + 1 < text.length) parts.push((parts.pop() ?? "") + (text[++i] ?? ""));
    else if (c === "|" && quote === "") parts.push("");
    else {
      if (quote === "" && (c === '"' || c === "'") && text.includes(c, i + 1)) quote = c;
      else if (c === quote) quote = "";
      parts.push((parts.pop() ?? "") + c);
    }
  }
  return parts;
}

function readOption(text: string): FormOption {
  const labelled = readLabel(text, 1);
  return labelled ? { value: labelled.before, label: labelled.label } : { value: text };
}
