import { h } from "preact";
import type { ComponentChild, ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { OutputHost } from "../output-host.ts";
import { useAsked } from "./asked.ts";
import { cutBytes, exactText, isNested, wholeCharacters } from "./cell-view.ts";
import type { GridColumn } from "./columns.ts";
import type { GridModel } from "./grid-model.ts";
import { indentJson } from "./indent-json.ts";
import { Panel } from "./panel.ts";
import type { Cell } from "./selection.ts";
import { ValueTree } from "./value-tree.ts";

/** What the panel draws of one text; copying takes all of it. */
const SHOWN_CHARACTERS = 200_000;

export type ValuePanelProps = {
  host: OutputHost;
  ref_: ResultRef;
  model: GridModel;
  cell: Cell;
  column: GridColumn;
  reachable: boolean;
  lang: Lang;
  timezone: string;
  onClose(): void;
  onCopy(text: string): void;
};

/** One whole value: read from the server where the rows hold only its beginning. */
export function ValuePanel(props: ValuePanelProps): ComponentChild {
  const { host, ref_, model, cell, column, lang, timezone } = props;
  const whole = useAsked<string>();
  const [asWritten, setAsWritten] = useState(false);
  const at = model.row(cell.row);
  const bytes = at && cutBytes(at, cell.column);
  useEffect(() => {
    whole.clear();
    if (bytes === undefined || !props.reachable) return;
    const { run, result } = ref_;
    const { row, column } = cell;
    whole.ask(async (signal) => (await host.ask<"value">({ t: "value", run, result, row, column }, { signal })).text);
  }, [host, ref_, cell.row, cell.column, bytes, props.reachable]);

  const found = at?.page.columns[cell.column];
  const cut = bytes !== undefined && whole.now?.t !== "done";
  const text = whole.now?.t === "done" ? whole.now.value : at && exactText(found, at.index, { timezone });
  const json = found?.type.kind === "text" && text !== undefined && !cut ? indentJson(text) : undefined;
  const count = (value: number) => value.toLocaleString(lang);

  function body(): ComponentChildren {
    if (!at || !found) return h("p", { class: "dim" }, say(lang, "grid.coming-cell"));
    if (text === undefined) return h("span", { class: "null" }, "null");
    if (text === "") return h("p", { class: "dim" }, say(lang, "grid.empty"));
    if (isNested(found.type) && bytes === undefined)
      return h(ValueTree, { value: found.value(at.index), type: found.type, options: { lang, timezone } });
    return h("pre", {}, wholeCharacters((!asWritten && json) || text, SHOWN_CHARACTERS));
  }

  function note(): string | undefined {
    if (whole.now?.t === "failed") return explainPlainly(lang, whole.now.error).message;
    if (cut && bytes !== undefined) {
      const code = props.reachable ? "grid.reading-value" : "grid.value-cut";
      return say(lang, code, { bytes: count(bytes) });
    }
    if (text === undefined || text.length <= SHOWN_CHARACTERS) return undefined;
    return say(lang, "grid.value-long", { shown: count(SHOWN_CHARACTERS), characters: count(text.length) });
  }

  const said = note();
  const buttons = [
    json !== undefined &&
      h(
        "button",
        {
          key: "json",
          type: "button",
          class: "quiet",
          "aria-pressed": asWritten,
          onClick: () => setAsWritten(!asWritten),
        },
        say(lang, "grid.as-written"),
      ),
    text !== undefined &&
      !cut &&
      h(
        "button",
        { key: "copy", type: "button", class: "quiet", onClick: () => props.onCopy(text) },
        say(lang, "grid.copy"),
      ),
  ];
  const row = count(cell.row + 1);
  return h(
    Panel,
    {
      title: column.name,
      detail: `${say(lang, "grid.row", { row })} · ${column.type}`,
      label: say(lang, "grid.value-of", { column: column.name, row }),
      lang,
      onClose: props.onClose,
      buttons,
    },
    said !== undefined && h("p", { class: "dim", role: "status" }, said),
    body(),
  );
}
