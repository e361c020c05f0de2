import { workerEnvironment } from "../scala/worker-environment.ts";

/** What cells must not see of a server's environment on the user's own machine either. */
const ours = /^(?:BETWEEN_|ELECTRON_|VSCODE_|NODE_OPTIONS$|PYTHON|VIRTUAL_ENV$|__PYVENV)/;

/**
 * The environment of Python cells. `apart`, on a server that several people share and for another user, it is that of any
 * program, and nothing of the server's; on one's own machine cells get what one has set for oneself.
 */
export function pythonEnvironment(
  env: NodeJS.ProcessEnv,
  { apart, timezone, scratch }: { apart: boolean; timezone: string; scratch: string },
): Record<string, string> {
  const kept = apart ? workerEnvironment(env) : env;
  const given = Object.entries(kept).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(given.filter(([name]) => !ours.test(name))),
    LANG: env["LANG"] ?? "C.UTF-8",
    TZ: timezone,
    // Figures are drawn into the cell, on servers without a screen too.
    MPLBACKEND: "module://matplotlib_inline.backend_inline",
    // IPython reads start-up files and keeps a history; cells are what stands in the notebook.
    ...(!apart && { IPYTHONDIR: `${scratch}/ipython` }),
  };
}
