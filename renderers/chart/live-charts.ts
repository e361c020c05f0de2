/** The charts that are drawn now, each by the function that ends it. Empty when every output is gone. */
export const liveCharts = new Set<() => void>();
