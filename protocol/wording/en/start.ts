/** What is said before anything else of the program is loaded. */
export const start = {
  "start.node-old": "Between Notebooks needs Node {least} or newer; this is {version} ({path}).",
  "start.node-old.hint":
    "Put a newer one first in the PATH. For bin/between and the start scripts of a server's archive, NODE may name it.",
} as const;
