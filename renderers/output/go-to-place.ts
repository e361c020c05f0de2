import type { Place } from "../../protocol/errors.ts";
import type { OutputHost } from "../output-host.ts";

/** How long an editor may take to have the keyboard, in milliseconds. */
const SETTLE_MS = 150;
const TRIES = 4;

/**
 * Puts the cursor at a place of the code. On a busy machine VS Code hears of the click in the output after it was asked to
 * edit the cell, and gives the keyboard back to the output: then it is asked again.
 */
export async function goToPlace(host: OutputHost, output: string, place: Place): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await host.ask({ t: "reveal", output, place });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if (!document.hasFocus()) return;
  }
}
