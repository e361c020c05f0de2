import { record } from "./records.ts";

/** Text that tries to become markup or script, in as many ways as there are places for it. */
export const attack = [
  `</script><script>window.hacked=1</script>`,
  `<img src=x onerror="window.hacked=1">`,
  `"><svg onload=window.hacked=1>`,
  `' onmouseover='window.hacked=1`,
  `<!--<script>`,
  `]]>`,
  `</style></textarea></title>`,
  `javascript:window.hacked=1`,
  `\u2028\u2029\0`,
  `{{v}}`,
].join(" ");

/** A record that holds the attack wherever a record can hold text. */
export function attackedRecord() {
  return record({
    title: attack,
    values: { v: attack },
    user: attack,
    engine: attack,
    state: "failed",
    params: [{ name: attack, type: "text", value: attack }],
    notes: [{ code: attack, args: { [attack]: attack } }],
    error: { code: "internal", args: { reason: attack }, engineText: attack },
  })
    .text(
      `# ${attack}\n\n## a ${attack}\n\n## b {{v}}\n\n## c\n\n[x](javascript:window.hacked=1) ![${attack}](javascript:1) <script>window.hacked=1</script>\n\n\`\`\`sql\n${attack}\n\`\`\``,
    )
    .result(
      attack,
      { columns: { [attack]: [attack, "b"], n: [1, 2] } },
      { name: attack, title: attack, chart: { type: "bar", x: attack, y: "n" } },
    )
    .result(
      "select 1",
      { columns: { x: [1, 2, 1, 2], n: [1, 2, 3, 4], s: [attack, attack, "p", "q"] } },
      { chart: { type: "line", x: "x", y: "n", series: "s" } },
    )
    .result("select 1", { columns: { k: [attack, "b"], n: [1, 2] } }, { chart: { type: "pie", x: "k", y: "n" } })
    .result("select 1", { columns: { k: ["b"], n: [1] } }, { chart: { type: "pie", x: attack, y: "n" } })
    .cell(attack, {
      language: "sql",
      state: "failed",
      error: { code: "internal", args: { reason: attack }, at: { line: 1, column: 5 }, engineText: attack },
      text_out: [{ stream: "stdout", text: attack }],
      checks: [{ level: "error", code: attack, args: { x: attack } }],
      notes: [{ code: attack, args: {} }],
      saved: [{ result: 0, to: attack, format: attack, rows: 1, replaced: attack }],
    })
    .build();
}
