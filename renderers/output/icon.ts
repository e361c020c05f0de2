import { h } from "preact";

/** Pictures of 16 by 16 pixels in the colour of the text around them. */
const paths = {
  error: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  warning: "M8 2 1.8 13.5h12.4L8 2Zm0 4.5v3.2M8 11.4v.6",
  info: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 7.2v4M8 4.6v.6",
  check: "m3 8.5 3.2 3.2L13 4.8",
  edit: "m10.8 2.7 2.5 2.5-7.8 7.8-3.2.7.7-3.2 7.8-7.8Z",
  save: "M2.5 2.5h8.6l2.4 2.4v8.6h-11v-11Zm2.5 0v3.3h5V2.5m-5 11V9.2h6v4.3",
  add: "M8 3v10M3 8h10",
  close: "m4 4 8 8m0-8-8 8",
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.3V8l2.6 1.6",
} as const;

export type IconName = keyof typeof paths;

export const icon = (name: IconName) =>
  h(
    "svg",
    { class: `sign ${name}`, viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
    h("path", { d: paths[name] }),
  );
