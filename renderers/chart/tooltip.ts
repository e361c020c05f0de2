/** A line of a tooltip; `series` counts from 1 and gives the colour. */
export type TooltipLine = { name: string; value: string; series?: number };

export type Tooltip = {
  element: HTMLElement;
  show(at: { clientX: number; clientY: number }, title: string, place: string, lines: readonly TooltipLine[]): void;
  hide(): void;
};

/** A box with text beside the pointer. Everything in it is set as text, never as markup. */
export function makeTooltip(plot: HTMLElement): Tooltip {
  const element = document.createElement("div");
  element.className = "tooltip";
  element.setAttribute("role", "status");
  element.hidden = true;

  const write = (title: string, place: string, lines: readonly TooltipLine[]) => {
    const head = part("div", "place", `${title} ${place}`);
    const list = lines.map(({ name, value, series }) => {
      const line = part("div", "line", "");
      line.append(part("span", series === undefined ? "name" : `name series-${series}`, name), part("b", "", value));
      return line;
    });
    element.replaceChildren(head, ...list);
    element.hidden = false;
  };

  return {
    element,
    show({ clientX, clientY }, title, place, lines) {
      write(title, place, lines);
      const box = plot.getBoundingClientRect();
      const x = clientX - box.left;
      const onLeft = x > box.width / 2;
      element.style.left = `${onLeft ? x - element.offsetWidth - 14 : x + 14}px`;
      element.style.top = `${Math.max(0, Math.min(box.height - element.offsetHeight, clientY - box.top - 20))}px`;
    },
    hide: () => (element.hidden = true),
  };
}

function part(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.textContent = text;
  return made;
}
