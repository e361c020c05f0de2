import { BetweenError } from "../../protocol/errors.ts";
import { explainPlainly } from "../../protocol/wording/say.ts";

/** In the place of an output that cannot be drawn: why, as plain text. */
export function drawUnreadable(element: HTMLElement, thrown: unknown): void {
  const lang = navigator.language.startsWith("ko") ? "ko" : "en";
  const { message, hint = "" } = explainPlainly(lang, BetweenError.from(thrown).toWire());
  const line = document.createElement("p");
  line.textContent = `${message} ${hint}`;
  element.replaceChildren(line);
}
