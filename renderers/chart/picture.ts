import type { View } from "vega";

/** A chart as a file, on an opaque background so that it can be read wherever it is put. */
export type Picture = { svg(): Promise<Blob>; png(): Promise<Blob> };

/** Device pixels for one of the chart's, in a saved PNG. */
const PNG_SCALE = 2;

export function pictureOf(view: View, background: string): Picture {
  return {
    svg: async () => new Blob([onBackground(await view.toSVG(), background)], { type: "image/svg+xml" }),
    png: async () => {
      // With its types Vega says that this is a canvas of node-canvas; in a browser it is the browser's.
      const drawn: unknown = await view.toCanvas(PNG_SCALE);
      if (!(drawn instanceof HTMLCanvasElement)) throw new TypeError("no canvas to draw on");
      const canvas = document.createElement("canvas");
      canvas.width = drawn.width;
      canvas.height = drawn.height;
      const context = canvas.getContext("2d");
      if (!context) throw new TypeError("no canvas to draw on");
      context.fillStyle = background;
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(drawn, 0, 0);
      return await new Promise((resolve, reject) =>
        canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new TypeError("the canvas is too large")))),
      );
    },
  };
}

/** Vega's picture has no background of its own here: it lies on the editor's. */
export function onBackground(svg: string, background: string): string {
  const end = svg.indexOf(">") + 1;
  const fill = background.replaceAll(/[^\w#%(),. -]/g, "");
  return `${svg.slice(0, end)}<rect width="100%" height="100%" fill="${fill}"/>${svg.slice(end)}`;
}
