import { resolve } from "node:path";
import { isMap, isScalar, isSeq } from "yaml";
import type { Node, YAMLMap } from "yaml";
import type { Args, Code } from "../../protocol/errors.ts";
import { nearest } from "../../notebook/nearest.ts";
import { hostOf, isAddress, isForShells, regionOf } from "./addresses.ts";
import { readDuration, readSize } from "./amounts.ts";

/** Something wrong with a settings file, by its place there: lines and columns count from 1. */
export type SettingsProblem = { code: Code; args: Args; line: number; column: number };

/** Takes down what is wrong at an offset of the text. */
export type Report = (code: Code, args: Args, at: number) => void;

type Pair = { key: Node; value: Node | undefined };
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
  readonly #pairs = new Map<string, Pair>();
  /** Every pair, those of a key that stands twice too: one mistake hides no other. */
  readonly #all: (Pair & { name: string })[] = [];
  readonly #asked = new Set<string>();

  constructor(maps: readonly YAMLMap<Node, Node | null>[], path: string, report: Report, at = startOf(maps[0])) {
    this.at = at;
    this.path = path;
    this.#report = report;
    for (const { key, value } of maps.flatMap((map) => map.items)) {
      const name = textOf(key) ?? "";
      if (this.#pairs.has(name)) report("settings.duplicate-key", { key: this.named(name) }, startOf(key));
      const pair = { key, value: isNothing(value) ? undefined : (value ?? undefined) };
      this.#pairs.set(name, pair);
      this.#all.push({ name, ...pair });
    }
  }

  named(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  /** Where the key stands, else where the map does. */
  placeOf(key: string): number {
    return startOf(this.#pairs.get(key)?.key) || this.at;
  }

  /** `node`: what is wrong, where it is not simply what stands behind the key. */
  fail(key: string, code: Code, args: Args = {}, node = this.#pairs.get(key)?.value): undefined {
    this.#report(code, { key: this.named(key), ...args }, startOf(node) || this.placeOf(key));
    return undefined;
  }

  has(key: string): boolean {
    return this.#pairs.has(key);
  }

  /** Whether something stands behind the key. */
  says(key: string): boolean {
    return this.#pairs.get(key)?.value !== undefined;
  }

  /** `variables`: what may hold `${env:NAME}`. */
  text(key: string, { variables = false } = {}): string | undefined {
    return this.#read(key, (node) => this.#textAt(node, key, variables));
  }

  /** An absolute path on this machine; a relative one starts from `folder`. */
  localPath(key: string, folder: string): string | undefined {
    return this.#read(key, (node) => {
      const written = this.#textAt(node, key);
      if (written === undefined) return undefined;
      if (isAddress(written)) return this.#wrong(node, key, "settings.path-address");
      return isForShells(written) ? this.#wrong(node, key, "settings.path") : resolve(folder, written);
    });
  }

  /** The name or address of a machine, without anything around it. */
  host(key: string): string | undefined {
    return this.#read(key, (node) => this.#hostAt(node, key));
  }

  hosts(key: string): string[] | undefined {
    return this.list(key, (node, name) => this.#hostAt(node, name));
  }

  /** A text that is said to be wrong by `code` where `is` does not hold. */
  textThat(key: string, is: (written: string) => boolean, code: Code): string | undefined {
    return this.#read(key, (node) => {
      const written = this.#textAt(node, key);
      return written === undefined || is(written) ? written : this.#wrong(node, key, code);
    });
  }

  /** A region of AWS. */
  region(key: string): string | undefined {
    return this.#read(key, (node) => {
      const written = this.#textAt(node, key);
      const found = written === undefined ? undefined : regionOf(written);
      if (!found || "region" in found) return found?.region;
      return this.#wrongOrNear(node, key, "settings.region", found.near);
    });
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

  duration(key: string, code: Code = "settings.duration"): number | undefined {
    return this.#read(key, (node) => readDuration(textOf(node) ?? "") ?? this.#wrong(node, key, code));
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
    this.#asked.add(key);
    const maps = this.#valuesOf(key).flatMap((node) => mapOf(node) ?? this.#wrong(node, key, "settings.map") ?? []);
    return new Section(maps, this.named(key), this.#report, startOf(maps[0]) || this.placeOf(key));
  }

  /** The map that is there, or an empty one; `undefined` where something else is. */
  mapAt(node: Node | undefined, key: string): Section | undefined {
    const map = mapOf(node);
    if (node && !map) return this.#wrong(node, key, "settings.map");
    return new Section(map ? [map] : [], this.named(key), this.#report, startOf(node) || this.placeOf(key));
  }

  /** Every key of a map whose keys are the author's own names. Nothing behind a key is an empty map. */
  entries(): { name: string; value: Node | undefined }[] {
    return this.#all.map(({ name, value }) => {
      this.#asked.add(name);
      return { name, value };
    });
  }

  /** Reports the keys that nobody asked for. `elsewhere`: keys that authors look for here, and where they stand. */
  close(elsewhere: Readonly<Record<string, string>> = {}): void {
    for (const [name, { key }] of this.#pairs) {
      if (this.#asked.has(name)) continue;
      const near = (Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined) ?? nearest(name, this.#asked);
      const args = { key: this.named(name), keys: [...this.#asked].join(", ") };
      if (near === undefined) this.#report("settings.unknown-key", args, startOf(key));
      else this.#report("settings.unknown-key-near", { ...args, near }, startOf(key));
    }
  }

  #read<T>(key: string, reader: Reader<T>): T | undefined {
    this.#asked.add(key);
    return this.#valuesOf(key)
      .map((value) => reader(value, key))
      .at(-1);
  }

  #valuesOf(key: string): Node[] {
    return this.#all.flatMap(({ name, value }) => (name === key && value ? [value] : []));
  }

  #textAt(node: Node, key: string, variables = false): string | undefined {
    const text = textOf(node);
    if (text === undefined || text.trim() === "") return this.#wrong(node, key, "settings.text");
    if (variables || !text.includes("${env:")) return text;
    return this.#wrong(node, key, "settings.variable-here");
  }

  #hostAt(node: Node, key: string): string | undefined {
    const written = this.#textAt(node, key);
    const found = written === undefined ? undefined : hostOf(written);
    return !found || "host" in found ? found?.host : this.#wrongOrNear(node, key, "settings.host", found.near);
  }

  #wrongOrNear(
    node: Node,
    key: string,
    code: "settings.host" | "settings.region",
    near: string | undefined,
  ): undefined {
    return near === undefined ? this.#wrong(node, key, code) : this.#wrong(node, key, `${code}-near`, { near });
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

/** SAFETY: a map that was parsed, not built, holds nodes as keys, and nodes or null as values. */
export const mapOf = (node: unknown): YAMLMap<Node, Node | null> | undefined =>
  isMap(node) ? (node as YAMLMap<Node, Node | null>) : undefined;

const isNothing = (node: unknown): boolean => isScalar(node) && node.value === null;

const startOf = (node: unknown): number => (node as Node | undefined)?.range?.[0] ?? 0; // SAFETY: callers give nodes or nothing.
