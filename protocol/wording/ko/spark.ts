/** Apache Spark. */
export const spark = {} as const;
