/** What cells show besides tables. */
export const media = {
  "media.picture": "Picture ({type}, {bytes} bytes)",
  "media.picture-number": "Picture {number} of this cell",
  "media.broken": "A picture that cannot be read.",
  "media.html": "HTML, without its scripts and without anything from the network",
  "media.html-text": "HTML, as text",
  "media.source": "Source",
  "media.left-out":
    "{count} more pictures or texts of this cell are not kept in the editor. Run the cell again to see them, or export a report.",
  "media.shown": "Shown in the editor and in reports: {type}, {bytes}",
  "media.loading": "Loading…",
} as const;
