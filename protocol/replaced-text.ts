/** Of a predicate in a line of text. */
const MOST_UNITS = 120;

/** What a save replaced, as a line can show it: many partitions are told by the first of them. */
export const replacedText = (predicate: string): string =>
  predicate.length <= MOST_UNITS ? predicate : `${predicate.slice(0, MOST_UNITS - 1)}…`;
