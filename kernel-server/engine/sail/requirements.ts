export const SAIL_VERSION = "0.7.2";

/**
 * What the embedded engine's environment holds, exactly: pysail needs no other package for SQL. The hashes are those of
 * the wheels for Linux (x86-64, arm64), macOS (x86-64, arm64) and Windows (x86-64), and of the source package;
 * `uv pip compile --generate-hashes` prints them.
 */
export const requirements = `pysail==${SAIL_VERSION} \\
    --hash=sha256:0b89b32c0f81b263c138291580ce0ae3a98607a173e1c16b16cbb9ca1d3fbe27 \\
    --hash=sha256:0c1557ece17e5e277c6f16fa54697e2546717f463add2b8e2f0d5e10a9d92012 \\
    --hash=sha256:51565ea3d840467f8a02bffa9e70f90688021822c0acd7749a2c2bb21c18e80c \\
    --hash=sha256:59a1bb8f39941dceed2ab975388e93e52ea81dcb88d3f276c76625ffd2a2e165 \\
    --hash=sha256:741f7f714d32fd16fbcddca31994b898b81eb123a00f43c4307076a416426c48 \\
    --hash=sha256:e32420e38a301888b4ec9166a39fecb64e39ded3b560817ea99c1d7f885812e4
`;

/** pysail's own range. */
export const pythonRange = { from: [3, 10], to: [3, 14] } as const;
