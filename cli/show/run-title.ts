import { interpolate } from "../../notebook/interpolate.ts";
import type { RunView } from "../../protocol/messages.ts";
import { printable } from "./printable.ts";

/** A run's title as far as the values in it are known. */
export const runTitle = ({ notebook, values }: RunView): string =>
  printable(interpolate(notebook.title, values, String));
