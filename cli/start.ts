#!/usr/bin/env node
import { needsNewerNode } from "../protocol/local/needs-newer-node.ts";
import { exitCodes } from "./exit-codes.ts";
import { langOf } from "./lang.ts";

/** The command line as it ships: what an older Node cannot even load is loaded only when the Node will do. */
const refusal = needsNewerNode(process.versions.node, process.execPath, langOf(process.env));
if (refusal === undefined) void import("./main.ts");
else {
  console.error(refusal);
  process.exitCode = exitCodes.usage;
}
