import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { BetweenError } from "../../protocol/errors.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { OutputHost } from "../output-host.ts";
import type { ThemeWatch } from "./theme-watch.ts";
import type { ViewMemory } from "./view-memory.ts";

/** What every part of an output's view has around it. */
export type OutputContext = {
  lang: Lang;
  /** `CellOutput.output`. */
  output: string;
  timezone: string;
  /** Ends its asks with the view. */
  host: OutputHost;
  /** Whether the workspace is trusted: what is not may look, and do nothing. */
  trusted: boolean;
  memory: ViewMemory;
  theme: ThemeWatch;
  /** Makes the editor wait for `work` before it measures how high the output is. */
  settle(work: Promise<unknown>): void;
};

const context = createContext<OutputContext | undefined>(undefined);
export const OutputProvider = context.Provider;

export function useOutput(): OutputContext {
  const found = useContext(context);
  if (!found) throw new BetweenError("internal", { reason: "an output's part outside of an output" });
  return found;
}
