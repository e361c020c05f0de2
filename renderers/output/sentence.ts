import { h } from "preact";
import type { ComponentChild } from "preact";

/** A sentence of the catalogues: what stands between backticks is code. */
export const sentence = (text: string): ComponentChild =>
  text.split(/`([^`\n]+)`/).map((part, at) => (at % 2 === 1 ? h("code", { key: at }, part) : part));
