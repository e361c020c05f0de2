import type { Remark } from "../imported.ts";
import { languageName } from "../zeppelin/languages.ts";

/** A code cell without the magic that says what it is written in. */
export type Written = { language: string; code: string; name?: string; remarks: readonly Remark[] };

const cellMagics: Readonly<Record<string, string>> = {
  sql: "sql",
  sparksql: "sql",
  "spark.sql": "sql",
  pyspark: "python",
  python: "python",
  python3: "python",
  ipython: "python",
  spark: "scala",
  scala: "scala",
  markdown: "markdown",
  md: "markdown",
  bash: "bash",
  sh: "sh",
  shell: "sh",
  r: "r",
  html: "html",
  javascript: "javascript",
  js: "javascript",
  latex: "latex",
};

/** Magics that only watch what the cell does. */
const around = new Set(["time", "timeit", "capture", "prun", "memit", "mprun", "debug"]);

export function writtenIn(source: string, kernel: string): Written {
  const remarks: Remark[] = [];
  let code = source.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
  for (;;) {
    const magic = /^%%(\w[\w.!]*)([^\n]*)(?:\n|$)/.exec(code);
    if (!magic) break;
    const [line, name = "", rest = ""] = magic;
    const body = code.slice(line.length);
    const language = Object.hasOwn(cellMagics, name.toLowerCase()) ? cellMagics[name.toLowerCase()] : undefined;
    if (around.has(name)) {
      remarks.push({ outcome: "dropped", code: "import.cell-magic", args: { magic: `%%${name}` } });
      code = body;
      continue;
    }
    const magicRemark: Remark = { outcome: "converted", code: "import.magic", args: { magic: `%%${name}` } };
    if (language === "sql") return sqlMagic(body, rest, [...remarks, magicRemark]);
    if (language !== undefined) return { language, code: body, remarks: [...remarks, magicRemark] };
    const unknown: Remark = { outcome: "approximated", code: "import.magic-unknown", args: { magic: `%%${name}` } };
    return { language: languageName(name), code: body, remarks: [...remarks, unknown] };
  }
  const lines = code.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const [only = ""] = lines;
  const sql = lines.length === 1 ? /^\s*%(?:sql|sparksql)\s+(?!\S+:\/\/)(.+)$/.exec(only) : null;
  if (sql?.[1] !== undefined) {
    const magic: Remark = { outcome: "converted", code: "import.magic", args: { magic: "%sql" } };
    return sqlMagic(sql[1], "", [...remarks, magic]);
  }
  if (kernel === "python" && lines.length > 0 && lines.every((line) => /^\s*!/.test(line))) {
    const shell: Remark = { outcome: "approximated", code: "import.shell", args: {} };
    return { language: "sh", code: code.replace(/^(\s*)!/gm, "$1"), remarks: [...remarks, shell] };
  }
  if (kernel === "python") {
    const kept = lines.flatMap((line) => /^\s*(?:[\w, ]+=\s*)?(%[A-Za-z]\w*|!)/.exec(line)?.[1] ?? []);
    if (kept.length > 0)
      remarks.push({
        outcome: "approximated",
        code: "import.line-magics",
        args: { magics: [...new Set(kept)].join(", ") },
      });
  }
  return { language: kernel, code, remarks };
}

/** Of the words behind `%%sql`: `-o name` and `name <<` name the result; the others say how another program runs it. */
function sqlMagic(body: string, rest: string, remarks: readonly Remark[]): Written {
  const named = /(?:^|\s)-o\s+([A-Za-z_]\w*)|(?:^|\s)([A-Za-z_]\w*)\s*<<|--save\s+([A-Za-z_]\w*)/.exec(rest);
  const inBody = named ? null : /^\s*([A-Za-z_]\w*)\s*<<\s*/.exec(body);
  const name = named?.[1] ?? named?.[2] ?? named?.[3] ?? inBody?.[1];
  const code = inBody ? body.slice(inBody[0].length) : body;
  const others = rest.replace(named?.[0] ?? "", " ").trim();
  const said: Remark[] = [...remarks];
  // A connection may say a password.
  if (others !== "") said.push({ outcome: "dropped", code: "import.sql-arguments", args: {} });
  if (name !== undefined) said.push({ outcome: "converted", code: "import.sql-name", args: { name } });
  if (/\{\{|\{\w+\}|\$\{?[A-Za-z_]/.test(code))
    said.push({ outcome: "approximated", code: "import.sql-template", args: {} });
  return { language: "sql", code: code.trimEnd(), ...(name !== undefined && { name }), remarks: said };
}
