/** Notebooks as documents of the editor. */
export const document = {
  "document.new-title": "Untitled notebook",
  "document.not-text": "This file is not UTF-8 text (byte {offset}), so it cannot be a notebook.",
  "document.not-text.hint": "Nothing was changed. Open it with another editor to see what it is.",
  "document.has-problems": "{file} has {count} problem(s). Its text is shown as it is.",
  "document.show-problems": "Show Problems",
  "document.open-as-text": "Open as Text",
  "document.no-notebook": "Open a Between notebook first.",
  "document.report-title": "Export HTML report",
  "document.report-making": "Making the report of {file}…",
  "document.report-written": "The report is in {file}.",
  "document.report-open": "Open",
  "document.report-run-first": "Run All, Then Export",
  "document.report-as-shown": "Export What Is Shown",
  "document.report-nothing": "There are no results to export: no cell of this notebook has been run.",
  "document.report-incomplete":
    "{missing} of {of} cells have no result of their present code. The report would show them as they are.",
  "document.report-no-kernel": "No engine is selected for this notebook.",
  "document.report-no-kernel.hint": "Choose one with “Select Kernel” at the top right.",
} as const;
