import type { Lang } from "./say.ts";

/**
 * Where bytes count one language is loaded and not both: together they would be more than half of what an output's first
 * table may load, and as much of what activation may.
 */
export const catalogues: Partial<Record<Lang, Readonly<Record<string, string>>>> = {};

/** Makes `say` know a language. */
export async function loadWording(lang: Lang): Promise<void> {
  catalogues[lang] = lang === "ko" ? (await import("./ko.ts")).ko : (await import("./en.ts")).en;
}

/** Makes `say` know what an editor says before anything has run, and the rest (10 ms) when what comes next has had its turn. */
export async function beginWording(lang: Lang): Promise<void> {
  catalogues[lang] ??= (lang === "ko" ? await import("./ko-editor.ts") : await import("./en-editor.ts")).editor;
  setTimeout(() => void loadWording(lang));
}
