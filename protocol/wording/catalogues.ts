import { en } from "./en.ts";
import { ko } from "./ko.ts";
import type { Lang } from "./say.ts";

/** Sentences by their codes. A browser's and the editor's bundles take `catalogues-on-demand.ts` in the place of this file (`imports` in package.json). */
export const catalogues: Partial<Record<Lang, Readonly<Record<string, string>>>> = { en, ko };

/** Makes `say` know a language. */
export async function loadWording(_lang: Lang): Promise<void> {}

/** The same, in two steps. */
export async function beginWording(_lang: Lang): Promise<void> {}
