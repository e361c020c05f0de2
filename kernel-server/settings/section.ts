import { isMap, isScalar, isSeq } from "yaml";
import type { Node, YAMLMap } from "yaml";
import type { Args, Code } from "../../protocol/errors.ts";
import { nearest } from "../../notebook/nearest.ts";
import { readDuration, readSize } from "./amounts.ts";

/** Something wrong with a settings file, by its place there: lines and columns count from 1. */
export type SettingsProblem = { code: Code; args: Args; line: number; column: number };

/** Takes down what is wrong at an offset of the text. */
export type Report = (code: Code, args: Args, at: number) => void;

type Reader<T> = (node: Node, key: string) => T | undefined;

/**
 * One map of a settings file. What is asked of it is what it may hold: `close` reports every other key, so that no list
 * of known keys can differ from what is read.
 */
export class Section {
  /** Where the map begins, and what messages call it: "" for the whole file. */
  readonly at: number;
  readonly path: string;
  readonly #report: Report;
  readonly #pairs = new Map<string, { key: Node; value: Node | undefined }>();
  readonly #asked = new Set<string>();

  constructor(map: YAMLMap<Node, Node | null> | undefined, path: string, report: Report, at = startOf(map)) {
    this.at = at;
    this.path = path;
    this.#report = report;
    for (const { key, value } of map?.items ?? []) {
      const name = textOf(key) ?? "";
      if (this.#pairs.has(name)) report("settings.duplicate-key", { key: this.named(name) }, startOf(key));
      this.#pairs.set(name, { key, value: isNothing(value) ? undefined : (value ?? undefined) });
    }
  }

  named(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  /** Where the key stands, else where the map does. */
  placeOf(key: string): number {
    return startOf(this.#pairs.get(key)?.key) || this.at;
  }

  fail(key: string, code: Code, args: Args = {}): undefined {
    this.#report(code, { key: this.named(key), ...args }, startOf(this.#pairs.get(key)?.value) || this.placeOf(key));
    return undefined;
  }

  has(key: string): boolean {
    return this.#pairs.has(key);
  }

  /** `variables`: what may hold `${env:NAME}`. */
  text(key: string, { variables = false } = {}): string | undefined {
    return this.#read(key, (node) => this.#textAt(node, key, variables));
  }

  flag(key: string): boolean | undefined {
    return this.#read(key, (node) =>
      isScalar(node) && typeof node.value === "boolean" ? node.value : this.#wrong(node, key, "settings.flag"),
    );
  }

  integer(key: string, min: number, max: number): number | undefined {
    return this.#read(key, (node) => {
      const written = textOf(node) ?? "";
      const value = /^\d{1,15}$/.test(written) ? Number(written) : NaN;
      return value >= min && value <= max ? value : this.#wrong(node, key, "settings.integer", { min, max });
    });
  }

  duration(key: string): number | undefined {
    return this.#read(key, (node) => readDuration(textOf(node) ?? "") ?? this.#wrong(node, key, "settings.duration"));
  }

  size(key: string): number | undefined {
    return this.#read(key, (node) => readSize(textOf(node) ?? "") ?? this.#wrong(node, key, "settings.size"));
  }

  oneOf<const T extends string>(key: string, ...values: readonly T[]): T | undefined {
    return this.#read(key, (node) => {
      const found = values.find((value) => value === textOf(node));
      return found ?? this.#wrong(node, key, "settings.one-of", { values: values.join(", ") });
    });
  }

  texts(key: string): string[] | undefined {
    return this.list(key, (node, name) => this.#textAt(node, name));
  }

  /** A list; of what does not fit, it is said. */
  list<T>(key: string, item: (node: Node, key: string) => T | undefined): T[] | undefined {
    return this.#read(key, (node) => {
      if (!isSeq<Node>(node)) return this.#wrong(node, key, "settings.list");
      return node.items.flatMap((each, i) => item(each, `${key}[${i + 1}]`) ?? []);
    });
  }

  /** The map behind a key; an empty one where nothing stands there, so that defaults have one way. */
  section(key: string): Section {
    const found = this.#read(key, (node) => this.mapAt(node, key));
    return found ?? new Section(undefined, this.named(key), this.#report, this.placeOf(key));
  }

  mapAt(node: Node, key: string): Section | undefined {
    // SAFETY: a map that was parsed, not built, holds nodes as keys, and nodes or null as values.
    if (isMap(node)) return new Section(node as YAMLMap<Node, Node | null>, this.named(key), this.#report);
    return this.#wrong(node, key, "settings.map");
  }

  /** Every key of a map whose keys are the author's own names. Nothing behind a key is an empty map. */
  entries(): { name: string; value: Node | undefined }[] {
    return [...this.#pairs].map(([name, { value }]) => {
      this.#asked.add(name);
      return { name, value };
    });
  }

  /** Reports the keys that nobody asked for. */
  close(): void {
    for (const [name, { key }] of this.#pairs) {
      if (this.#asked.has(name)) continue;
      const near = nearest(name, this.#asked);
      const args = { key: this.named(name), keys: [...this.#asked].join(", ") };
      if (near === undefined) this.#report("settings.unknown-key", args, startOf(key));
      else this.#report("settings.unknown-key-near", { ...args, near }, startOf(key));
    }
  }

  #read<T>(key: string, reader: Reader<T>): T | undefined {
    this.#asked.add(key);
    const value = this.#pairs.get(key)?.value;
    return value && reader(value, key);
  }

  #textAt(node: Node, key: string, variables = false): string | undefined {
    const text = textOf(node);
    if (text === undefined || text.trim() === "") return this.#wrong(node, key, "settings.text");
    if (variables || !text.includes("${env:")) return text;
    return this.#wrong(node, key, "settings.variable-here");
  }

  #wrong(node: Node, key: string, code: Code, args: Args = {}): undefined {
    const value = textOf(node) ?? (isSeq(node) ? "[…]" : "{…}");
    const shown = value.length > 60 ? `${value.slice(0, 59)}…` : value;
    this.#report(code, { key: this.named(key), value: shown, ...args }, startOf(node));
    return undefined;
  }
}

/** Text as it is written: `007` and `2.10` stay what they are. */
export const textOf = (node: unknown): string | undefined =>
  isScalar(node) && typeof node.source === "string" ? node.source : undefined;

const isNothing = (node: unknown): boolean => isScalar(node) && node.value === null;

const startOf = (node: unknown): number => (node as Node | undefined)?.range?.[0] ?? 0; // SAFETY: callers give nodes or nothing.
