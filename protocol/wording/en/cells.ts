/** Running, and what is shown of it beside the outputs themselves. */
export const cells = {
  "cells.no-answer":
    "The server did not say within {seconds} seconds that the cell has stopped. Whether it still runs is not known.",
  "cells.no-answer.hint": "What became of it is shown here as soon as the server answers.",
  "cells.out-of-touch":
    "The server has been out of reach for {minutes} minutes. Whether the cell still runs is not known.",
  "cells.out-of-touch.hint": "What became of it is shown here as soon as the server is back.",
  "cells.session-ended": "The session was ended while this ran.",
  "cells.not-known": "The window was closed while this ran, and the server cannot be asked what became of it.",
  "cells.not-known.hint": "What became of it is shown here as soon as the server is back.",
  "cells.no-kernel": "The notebook has no kernel to run on.",
  "cells.no-kernel.hint": "Choose one with “Select Kernel” at the notebook’s upper right.",
  "cells.no-notebook": "No notebook is open in front.",
  "cells.no-notebook.hint": "Open the notebook whose cells are meant, and try again.",
  "cells.session-lost":
    "The notebook’s session had ended on the server, and a new one was opened. These names are not in it: {names}. Their results stay on screen; run the cells again before others read from them.",
  "cells.vega-not-json": "The cell is not a Vega-Lite specification in JSON: {reason}.",
  "cells.vega-no-name": "The specification does not say which result it draws.",
  "cells.vega-no-name.hint": 'Write "data": {"name": "…"} with the name of a cell above.',
  "cells.vega-no-result": "There is no result named {name} to draw.",
  "cells.vega-no-result.hint": "Run the cell of that name first.",
  "cells.vega-untrusted": "Vega-Lite cells draw in trusted workspaces only.",
  "cells.vega-untrusted.hint": "Trust the workspace if you know where its notebooks come from.",

  // Questions.
  "cells.stuck": "A cell has not stopped yet. Ending the session stops it at once; names that its cells made are lost.",
  "cells.end-session": "End Session",
  "cells.end-question": "End the session of {notebook}?",
  "cells.end-detail": "What runs is stopped, and names that its cells made are lost. Results stay.",
  "cells.restart-session": "Restart Session",
  "cells.restart-question": "Restart the session of {notebook} while cells run?",
  "cells.restarted": "The session was restarted. Results stay; names that earlier cells made are gone.",
  "cells.no-session": "{notebook} has no session on this kernel.",
  "cells.run-above": "{name} is not in this session yet. Run what makes it, and then the cell?",
  "cells.run-above-action": "Run {count} Cells",

  // The line under a cell.
  "cells.status.queued": "waiting",
  "cells.status.queued-behind": "waiting for {count} before it",
  "cells.status.starting": "starting the engine",
  "cells.status.percent": "{percent} %",
  "cells.status.read": "{size} read",
  "cells.status.rows": "{rows} rows",
  "cells.status.row": "1 row",
  "cells.status.rows-first": "first {rows} rows",
  "cells.status.cancelling": "cancelling",
  "cells.status.forceable": "does not stop: end the session",
  "cells.status.reconnecting": "reconnecting",
  "cells.status.failed": "failed",
  "cells.status.interrupted": "interrupted",
  "cells.status.lost": "lost",
  "cells.status.saved": "saved",
  "cells.status.stale": "Stale",
  "cells.status.stale-code": "The result is of other code. Click to run the cell.",
  "cells.status.stale-parameters": "The result is of other values of {names}. Click to run the cell.",
  "cells.status.stale-upstream": "What it reads from has changed: {names}. Click to run the cell.",
  "cells.status.save-now": "Save now",
  "cells.status.save-now-tip": "Run the cell and write its result to {to}.",
  "cells.status.value": "{name} = {value}",
  "cells.status.no-value": "{name}: no value yet",
  "cells.status.values-tip": "The values that this text shows in reports.",

  // In the place of an output, for programs that cannot draw it.
  "cells.plain.running": "running",
  "cells.plain.result": "{rows}: {columns}",
  "cells.plain.left-out": "… {count} characters left out …",

  // What the editor says in the place of the command line's words; see `sayInEditor`.
  "notebook.unknown-parameter.hint.in-editor":
    "Declare it under `params:` in the front matter; the Parameters view then shows it.",
  "notebook.missing-parameter.hint.in-editor": "Give one in the Parameters view, or a default in the front matter.",
  "notebook.declared-otherwise.hint.in-editor": "Give its value in the Parameters view.",
  "cell.undeclared.hint.in-editor":
    "Declare it under `params:` in the front matter. The Parameters view then takes its value.",
  "engine.source-schema-needed.hint.in-editor": "“Add Data…” in the Data view writes one.",
  "save.would-all.in-editor": "Not saved. A scheduled run or “Save now” would replace all of {to}.",
  "save.would-where.in-editor":
    "Not saved. A scheduled run or “Save now” would replace the rows of {to} where {where}.",
  "save.would-partitions.in-editor":
    "Not saved. A scheduled run or “Save now” would replace those partitions of {to} (by {columns}) that the result holds.",
  "save.would-append.in-editor": "Not saved. A scheduled run or “Save now” would append to {to}.",
} as const;
