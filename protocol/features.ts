/** What a hello may announce beyond what every peer of its version understands. */

/** Of a server on the user's own machine: it takes `python` of an `open`. */
export const CHOSEN_PYTHON = "chosen-python";
