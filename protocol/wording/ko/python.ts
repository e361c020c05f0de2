/** Python cells. */
export const python = {} as const;
