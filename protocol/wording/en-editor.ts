import { wire } from "./en/wire.ts";
import { notebook } from "./en/notebook.ts";
import { document } from "./en/document.ts";
import { kernels } from "./en/kernels.ts";
import { cells } from "./en/cells.ts";
import { data } from "./en/data.ts";
import { language } from "./en/language.ts";

/** English: what an editor says before anything has run; it loads these first. */
export const editor = { ...wire, ...notebook, ...document, ...kernels, ...cells, ...data, ...language } as const;
