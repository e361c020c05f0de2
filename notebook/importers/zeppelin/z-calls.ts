import type { Remark } from "../imported.ts";

/** Calls of Zeppelin's own object that make forms. */
const forms = new Set([
  ...["input", "textbox", "password", "select", "checkbox"],
  ...["noteTextbox", "notePassword", "noteSelect", "noteCheckbox"],
]);

/** What code says to Zeppelin itself, which nothing answers here. */
export function zRemarks(code: string): Remark[] {
  const calls = new Set([...code.matchAll(/(?<![\w.])z\.([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ""));
  const asked = [...calls].filter((call) => forms.has(call));
  const rest = [...calls].filter((call) => !forms.has(call) && call !== "show");
  const named = (names: readonly string[]) => ({ calls: names.map((name) => `z.${name}`).join(", ") });
  return [
    ...(calls.has("show") ? [{ outcome: "approximated", code: "import.z-show", args: {} } as const] : []),
    ...(asked.length > 0 ? [{ outcome: "dropped", code: "import.z-forms", args: named(asked) } as const] : []),
    ...(rest.length > 0 ? [{ outcome: "dropped", code: "import.z-calls", args: named(rest) } as const] : []),
  ];
}
