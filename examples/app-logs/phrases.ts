import { pick } from "./random.ts";
import { badVersion } from "./world.ts";
import type { Step } from "./couples.ts";

export type Action = "install" | "signup" | "error" | "invite" | "connect" | "open" | "message" | "photo" | "calendar";
export type Happening = { action: Action; step?: Step };

/** What a line says in words, and what belongs to its action in `props` (JSON, with its comma). `slow`: milliseconds that it took, where the action decides them. */
export type Phrase = { text: string; props: string; slow?: number };

const stickers = ["하트", "사랑해", "보고싶어", "good night", "hug", "おやすみ", "kiss", "잘자"] as const;
const occasions = ["anniversary", "date", "birthday", "trip", "dinner", "100 days"] as const;
const transports: readonly [{ text: string; weight: number }, ...{ text: string; weight: number }[]] = [
  { text: "delivered", weight: 90 },
  { text: "delivered after retry", weight: 7 },
  { text: "queued because partner is offline", weight: 12 },
];

/** Log sentences of the service. What two people write to each other is nobody's business and not in the logs. */
export function phrase(what: Happening, random: () => number): Phrase {
  switch (what.action) {
    case "install":
      return { text: "first start of the app on a new device", props: "" };
    case "signup":
      return { text: `sign up step ${what.step ?? ""} passed`, props: "" };
    case "error":
      return {
        text: `sign up step ${what.step ?? ""} failed: no answer to the code within 30 seconds`,
        props: `,"error":{"code":"VERIFY_TIMEOUT","where":{"screen":"sign-up/${what.step ?? ""}","build":"${badVersion}"}}`,
        slow: 30_000 + Math.floor(random() * 400),
      };
    case "invite":
      return {
        text: "invitation link made for partner",
        props: `,"via":"${of(["sms", "kakaotalk", "line", "mail"], random)}"`,
      };
    case "connect":
      return { text: "two people became a couple", props: "" };
    case "open":
      return { text: "app opened and synchronised", props: `,"from":"${of(["icon", "push", "widget"], random)}"` };
    case "message":
      return message(random);
    case "photo": {
      const count = 1 + Math.floor(5 * random() ** 3);
      return {
        text: `${count === 1 ? "photo" : "photos"} uploaded to the album of the couple`,
        props: `,"photo":{"count":${count},"bytes":${count * Math.round(400_000 + random() * 2_600_000)}}`,
      };
    }
    case "calendar":
      return { text: `calendar entry ${of(occasions, random)} saved for both`, props: "" };
  }
}

function message(random: () => number): Phrase {
  const kind = random();
  const transport = pick(transports, random()).text;
  if (kind < 0.8) {
    const length = 1 + Math.floor(90 * random() ** 2);
    return { text: `message ${transport}`, props: `,"message":{"kind":"text","length":${length}}` };
  }
  if (kind < 0.95) {
    const name = of(stickers, random);
    return { text: `sticker ${name} ${transport}`, props: `,"message":{"kind":"sticker","name":"${name}"}` };
  }
  return { text: `voice message ${transport}`, props: `,"message":{"kind":"voice","seconds":${1 + Math.floor(40 * random() ** 2)}}` }; // prettier-ignore
}

const of = (list: readonly string[], random: () => number): string => list[Math.floor(random() * list.length)] ?? "";
