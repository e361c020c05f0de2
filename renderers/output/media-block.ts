import { h } from "preact";
import type { ComponentChild, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Media } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { useOutput } from "./context.ts";

export type MediaProps = { media: Media; number: number };

/** Something that a cell showed and that is no table. How it is drawn is loaded with the first one. */
export function MediaBlock(props: MediaProps): ComponentChild {
  const { lang } = useOutput();
  const [view, setView] = useState<{ draw: ComponentType<MediaProps> }>();
  useEffect(() => {
    let wanted = true;
    void import("./media-view.ts").then(({ MediaView }) => wanted && setView({ draw: MediaView }));
    return () => {
      wanted = false;
    };
  }, []);
  return view ? h(view.draw, props) : h("p", { class: "dim" }, say(lang, "media.loading"));
}
