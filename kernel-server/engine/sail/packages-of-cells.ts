import { join } from "node:path";

/**
 * The file in a session's scratch folder that names what its Python cells import from: the version of Python, `3.12`, and
 * the folders of packages, each on a line. Sail runs the functions of Python cells, and finds what they need there.
 */
export const packagesOfCells = (scratch: string): string => join(scratch, "packages-of-cells");
