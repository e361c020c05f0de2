import type { View } from "vega";

/** Gives a view the width of its place whenever that changes, at most once a frame. The observer, to be disconnected. */
export function followWidth(place: HTMLElement, view: View): ResizeObserver {
  let width = place.clientWidth;
  let frame = 0;
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      // Not while the place is hidden or being printed: the picture scales by itself.
      if (place.clientWidth === width || place.clientWidth === 0) return;
      width = place.clientWidth;
      void view.width(width).runAsync();
    });
  });
  observer.observe(place);
  return observer;
}
