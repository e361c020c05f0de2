export const VALUE_TAG = "between-value";

let values: Readonly<Record<string, string>> = {};
const live = new Set<ValueElement>();

/** `{{day}}` in a rendered Markdown cell: its value, and as it is written where there is none yet. Follows the runs. */
export class ValueElement extends HTMLElement {
  static textOf(this: void, name: string): string | undefined {
    return Object.hasOwn(values, name) ? values[name] : undefined;
  }

  /** The values are these by now. */
  static tell(now: Readonly<Record<string, string>>): void {
    values = now;
    for (const each of live) each.draw();
  }

  connectedCallback(): void {
    live.add(this);
    this.draw();
  }

  disconnectedCallback(): void {
    live.delete(this);
  }

  draw(): void {
    const value = ValueElement.textOf(this.getAttribute("name") ?? "");
    this.textContent = value ?? this.title;
    // What is no part of the written text is told from it.
    this.style.textDecoration = value === undefined ? "" : "underline dotted";
  }
}
