import { timeZoneNamed } from "../../zoned-time.ts";
import type { Draft, DraftCell, DraftParagraph, Remark } from "../imported.ts";
import { asList, asRecord, asText, cleanLine, cleanText, isTrue } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { bindUses } from "./form-params.ts";
import { draftParagraph } from "./draft-paragraph.ts";
import { parseMagic } from "./magic.ts";
import { formUses, readParagraph } from "./read-paragraph.ts";
import { readSchedule } from "./schedule.ts";
import { discreet, secretsOf } from "./secrets.ts";
import { viewAsCell } from "./view-cell.ts";

/**
 * A note of Zeppelin 0.5 to 0.13 (`.zpln`, `note.json`, an export or the answer of its REST API) as a draft of ours. The
 * format is described by `Note.java`, `Paragraph.java`, `GUI.java` and `Input.java` of its sources.
 */
export function draftOfNote(note: Loose, given: { name: string; timezone?: string }): { draft: Draft; cron?: string } {
  const zone = timeZoneNamed(given.timezone ?? "") ?? "UTC";
  const place = placeOf(note, given.name);
  const config = asRecord(note["config"]);
  const secrets = secretsOf(note);
  const group = asText(note["defaultInterpreterGroup"]);
  const written = asList(note["paragraphs"]).map(asRecord);
  const context = {
    note,
    zone,
    secrets,
    defaultInterpreter: group === undefined || group === "" ? "spark" : group,
    repeatedViews: repeatedViews(written),
  };
  const read = written.map((each) => readParagraph(each, context));

  const uses = read.flatMap((paragraph, i) => formUses(paragraph, i));
  const { params, bound } = bindUses(uses, new Set());
  const names = new Set<string>();
  const paragraphs = read.map((paragraph, i): DraftParagraph => {
    const forms = bound.filter((_, k) => uses[k]?.paragraph === i);
    const drafted = draftParagraph(paragraph, i, forms, names);
    return { ...drafted, remarks: drafted.remarks.map((remark) => discreet(remark, secrets)) };
  });
  const report = asText(config["looknfeel"]) === "report";
  const schedule = readSchedule(config, params, given.timezone === undefined ? undefined : zone);
  return {
    draft: {
      format: "zeppelin",
      title: place.name,
      ...(given.timezone !== undefined && { timezone: zone }),
      provenance: cleanLine(
        place.id === undefined ? "Imported from Zeppelin." : `Imported from Zeppelin, note ${place.id}.`,
      ),
      params,
      paragraphs: report ? paragraphs.map(withoutCode) : paragraphs,
      notes: [...noteRemarks(note, config, report), ...schedule.remarks].map((remark) => discreet(remark, secrets)),
      place,
    },
    ...(schedule.text !== undefined && { cron: schedule.text }),
  };
}

function repeatedViews(paragraphs: readonly Loose[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { text } of paragraphs) {
    const name = viewAsCell(parseMagic(cleanText(asText(text) ?? "")).code)?.name.toLowerCase();
    if (name === undefined) continue;
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return repeated;
}

/** Up to 0.8 the name holds the folders; later the file's own place does. */
function placeOf(note: Loose, name: string): Draft["place"] {
  const parts = cleanText(asText(note["name"]) ?? "")
    .split("/")
    .map(cleanLine)
    .filter((part) => part !== "");
  const id = cleanLine(asText(note["id"]) ?? "");
  return { folders: parts.slice(0, -1), name: parts.at(-1) ?? cleanLine(name), ...(/^\w{1,40}$/.test(id) && { id }) };
}

/** In the look "report" nobody sees any code. */
const withoutCode = (paragraph: DraftParagraph): DraftParagraph => ({
  ...paragraph,
  cells: paragraph.cells.map((cell): DraftCell => {
    const { hide = [] } = cell.options;
    return cell.language === undefined || hide.includes("code")
      ? cell
      : { ...cell, options: { ...cell.options, hide: ["code", ...hide] } };
  }),
});

function noteRemarks(note: Loose, config: Loose, report: boolean): Remark[] {
  const remarks: Remark[] = [];
  const angular = Object.values(asRecord(note["angularObjects"])).flatMap(asList).length;
  if (angular > 0) remarks.push({ outcome: "dropped", code: "import.angular-objects", args: { count: angular } });
  if (isTrue(config["personalizedMode"])) remarks.push({ outcome: "dropped", code: "import.personalized", args: {} });
  if (report) remarks.push({ outcome: "converted", code: "import.report-look", args: {} });
  return remarks;
}
