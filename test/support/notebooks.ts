/** A query that no machine finishes: 3 × 10¹² pairs. Interrupting it works at once, see the engine tests. */
export const ENDLESS =
  "select count(*) as n from range(3000000) a cross join range(1000000) b where (a.id * b.id) % 7 = 3";

/** A notebook of SQL cells. */
export const sqlNotebook = (...cells: string[]) =>
  ["---", "between: 1", "title: Test", "---", ...cells.map((cell) => `\`\`\`{sql}\n${cell}\n\`\`\``), ""].join("\n");
