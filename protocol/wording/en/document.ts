/** Notebooks as documents of the editor. */
export const document = {
  "document.new-title": "Untitled notebook",
  "document.not-text": "This file is not UTF-8 text (byte {offset}), so it cannot be a notebook.",
  "document.not-text.hint": "Nothing was changed. Open it with another editor to see what it is.",
  "document.has-problems": "{file} has {count} problem(s). Its text is shown as it is.",
  "document.show-problems": "Show Problems",
  "document.open-as-text": "Open as Text",
  "document.no-notebook": "Open a Between notebook first.",
} as const;
