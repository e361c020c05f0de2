import { h } from "preact";

const paths = {
  up: "M8 3.5 3.5 8l.7.7L7.5 5.4V13h1V5.4l3.3 3.3.7-.7z",
  down: "M8 12.5 3.5 8l.7-.7 3.3 3.3V3h1v7.6l3.3-3.3.7.7z",
  more: "M8 4.6a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2m0 4.5a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2m0 4.5a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2",
  filter: "M1.5 2.5h13v1.2L9.5 9v4.6l-3-1.5V9l-5-5.3z",
  close: "m8 7.3 3.6-3.6.7.7L8.7 8l3.6 3.6-.7.7L8 8.7l-3.6 3.6-.7-.7L7.3 8 3.7 4.4l.7-.7z",
  open: "M4 6.2 4.7 5.5 8 8.8l3.3-3.3.7.7-4 4z",
};

/** A sign of 16 pixels in the colour of the text; never the only name of what it stands on. */
export const icon = (name: keyof typeof paths) =>
  h("svg", { class: "icon", viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" }, [
    h("path", { d: paths[name], fill: "currentColor" }),
  ]);
