/** What the editor loads when a notebook first asks for help with its language. */
export { complete } from "./complete.ts";
export { analysisFindings, textFindings } from "./findings.ts";
export { hover } from "./hover.ts";
export { definition, namedAt, placesOf, rename } from "./names.ts";
export { pathAt } from "./path-at.ts";
export { signature } from "./signature.ts";
