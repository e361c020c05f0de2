import type { Channel } from "../../protocol/channel.ts";
import { closeCodes } from "../../protocol/messages.ts";
import type { ServerSwitches } from "./fake-script.ts";

/** Stands between the sockets of a server and what serves them, and can keep all of them from being heard. */
export class MutableDoor implements ServerSwitches {
  readonly #channels = new Set<Channel>();
  readonly #waiting: (() => void)[] = [];
  #isMute = false;

  through(channel: Channel): Channel {
    this.#channels.add(channel);
    channel.onClose(() => this.#channels.delete(channel));
    const later = (send: () => void) => (this.#isMute ? void this.#waiting.push(send) : send());
    return {
      send: (frame) => later(() => channel.send(frame)),
      get buffered() {
        return channel.buffered;
      },
      drained: (bytes) => channel.drained(bytes),
      close: (code, reason) => later(() => channel.close(code, reason)),
      onFrame: (listener) => channel.onFrame(listener),
      onClose: (listener) => channel.onClose(listener),
    };
  }

  /** Nothing is sent any more, no pong either: for so many milliseconds, or until `speak`. */
  mute(ms: number | undefined): void {
    this.#isMute = true;
    if (ms !== undefined) setTimeout(() => this.speak(), ms);
  }

  /** What was kept back goes out. */
  speak(): void {
    this.#isMute = false;
    for (const send of this.#waiting.splice(0)) send();
  }

  drop(): void {
    for (const channel of [...this.#channels]) channel.close(closeCodes.goingAway, "dropped");
  }
}
