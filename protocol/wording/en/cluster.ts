/** Workers of the cluster. */
export const cluster = {} as const;
