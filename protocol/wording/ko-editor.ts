import { wire } from "./ko/wire.ts";
import { notebook } from "./ko/notebook.ts";
import { document } from "./ko/document.ts";
import { kernels } from "./ko/kernels.ts";
import { cells } from "./ko/cells.ts";
import { data } from "./ko/data.ts";
import { language } from "./ko/language.ts";

/** Korean: what an editor says before anything has run; it loads these first. */
export const editor = { ...wire, ...notebook, ...document, ...kernels, ...cells, ...data, ...language } as const;
