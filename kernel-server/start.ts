import { needsNewerNode } from "../protocol/local/needs-newer-node.ts";

/** The kernel-server as it ships: what an older Node cannot even load is loaded only when the Node will do. */
const lang = process.argv[2] === "--lang" && process.argv[3] === "ko" ? "ko" : "en";
const refusal = needsNewerNode(process.versions.node, process.execPath, lang);
if (refusal === undefined) void import("./main.ts");
else {
  console.error(refusal);
  process.exitCode = 2;
}
