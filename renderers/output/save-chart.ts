import { h } from "preact";
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { say } from "../../protocol/wording/say.ts";
import { chartCsv } from "../chart/chart-csv.ts";
import type { ChartData } from "../chart/chart-data.ts";
import type { Picture } from "../chart/picture.ts";
import { WorkButton } from "./ask-button.ts";
import { useOutput } from "./context.ts";
import { icon } from "./icon.ts";

type Extension = "svg" | "png" | "csv";

/** Saves a chart as a picture or, where it has rows of its own, as a table. */
export function SaveChart({
  drawing,
  name,
}: {
  drawing: Picture & { data?: ChartData };
  name: string;
}): ComponentChild {
  const { lang, host, trusted } = useOutput();
  const [saved, setSaved] = useState<string>();
  if (!trusted) return undefined;
  const { data } = drawing;
  const save = async (extension: Extension, made: Promise<Blob>) => {
    setSaved(undefined);
    const { file } = await host.ask({ t: "save-file", name, extension, base64: await base64Of(await made) });
    setSaved(file);
  };
  const csv = (from: ChartData) => Promise.resolve(new Blob([chartCsv(from, lang)]));
  const button = (extension: Extension, make: () => Promise<Blob>) =>
    h(WorkButton, {
      key: extension,
      work: () => save(extension, make()),
      label: extension.toUpperCase(),
      look: "link",
      title: `${say(lang, "chart.save-as")} ${extension.toUpperCase()}`,
    });
  return h(
    "div",
    { class: "save-as", role: "group", "aria-label": say(lang, "chart.save-as") },
    h("span", { class: "dim", role: "status" }, saved === undefined ? "" : say(lang, "chart.saved", { file: saved })),
    icon("save"),
    button("svg", drawing.svg),
    button("png", drawing.png),
    data && button("csv", () => csv(data)),
  );
}

/** By the browser's own reader: a picture in a call of `btoa` would be too many arguments. */
function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new TypeError("the picture cannot be read"));
    reader.onload = () => resolve((typeof reader.result === "string" ? reader.result : "").replace(/^[^,]*,/, ""));
    reader.readAsDataURL(blob);
  });
}
