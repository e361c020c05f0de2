/** Scala cells. */
export const scala = {} as const;
