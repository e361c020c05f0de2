import type { Loader } from "vega";

const refuse = () => Promise.reject(new Error("charts load nothing"));

/** Vega's door to files and networks, closed: no spec of ours has a URL, and a foreign one gets nothing through it. */
export const refusingLoader: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
