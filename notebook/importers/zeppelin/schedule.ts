import { inlineYaml } from "../../inline-yaml.ts";
import type { ParameterSpec } from "../../notebook.ts";
import type { Remark } from "../imported.ts";
import { asText, cleanLine } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { cronOfQuartz } from "./quartz.ts";

/**
 * The note's cron as a schedule file: `cron`, `timezone`, `params` (what the forms said last) and `paused: true`, since
 * the note goes on running where it is. Without a `timezone` UTC stands there: Zeppelin keeps none and means its server's.
 */
export function readSchedule(
  config: Loose,
  params: readonly ParameterSpec[],
  timezone: string | undefined,
): { text?: string; remarks: Remark[] } {
  const quartz = cleanLine(asText(config["cron"]) ?? "");
  if (quartz === "") return { remarks: [] };
  const translated = cronOfQuartz(quartz);
  if (!("cron" in translated)) {
    return { remarks: [{ outcome: "dropped", code: translated.code, args: translated.args }] };
  }
  const remarks: Remark[] = [
    { outcome: "converted", code: "import.cron", args: { quartz, cron: translated.cron } },
    timezone === undefined
      ? { outcome: "approximated", code: "import.cron-zone", args: {} }
      : { outcome: "converted", code: "import.cron-zone-given", args: { timezone } },
  ];
  const user = cleanLine(asText(config["cronExecutingUser"]) ?? "");
  if (user !== "") remarks.push({ outcome: "dropped", code: "import.cron-user", args: { user } });
  const values = params.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [`  ${inlineYaml(name)}: ${inlineYaml(value)}`],
  );
  const lines = [
    `cron: ${inlineYaml(translated.cron)}`,
    `timezone: ${inlineYaml(timezone ?? "UTC")}`,
    values.length === 0 ? "params: {}" : "params:",
    ...values,
    "paused: true",
  ];
  return { text: `${lines.join("\n")}\n`, remarks };
}
