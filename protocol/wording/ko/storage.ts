/** Object stores: S3, files that travel, saved results. */
export const storage = {} as const;
