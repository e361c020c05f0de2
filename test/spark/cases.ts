import type { Case } from "./case.ts";
import { sourceCases } from "./cases-sources.ts";
import { savingCases } from "./cases-saving.ts";
import { queryCases } from "./cases-queries.ts";

/** What notebooks do, on both engines. The table of `docs/engines.md` is made of those that differ. */
export const cases: readonly Case[] = [...queryCases, ...sourceCases, ...savingCases];
