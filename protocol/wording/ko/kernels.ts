export const kernels = {} as const;
