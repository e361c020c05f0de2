/**
 * A Vega-Lite spec without what could speak to the embedding: `usermeta`, which vega-embed would merge over every option
 * of ours (`ast`, `actions`, `loader`), and `$schema`, by which a spec chooses to be read as bare Vega.
 */
export function harmlessSpec(spec: object): object {
  const { usermeta: _, $schema: __, ...rest } = { usermeta: undefined, $schema: undefined, ...spec };
  return rest;
}
