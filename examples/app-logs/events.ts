/**
 * The log lines of a couples' messenger, as its servers would write them, without touching a file. A day is told twice:
 * `weigh` adds up how much everybody would do, `linesOf` tells it, cut so that the logs hold exactly the asked number of
 * lines. Both look at one couple at a time and remember nothing, so the memory does not grow with the logs.
 */
import { couple, opens, steps } from "./couples.ts";
import type { Couple, Model, Person } from "./couples.ts";
import { hash, stream } from "./random.ts";
import { phrase } from "./phrases.ts";
import type { Action, Happening } from "./phrases.ts";
import { devices, secondOfDay, versionOf } from "./world.ts";
import { pick } from "./random.ts";

/** One line with the moment it belongs to: milliseconds from the start of its day, in Seoul. */
export type Line = { at: number; json: string };

/** Lines that must be there (installs, steps, one `open` for everybody who came), and the weight of all further use. */
export type Weight = { fixed: number; use: number };

const DAY = 86_400_000;

/** The two together are what `linesOf` needs to cut the use to measure. */
export function weigh(model: Model): Weight {
  const total: Weight = { fixed: 0, use: 0 };
  for (let day = 0; day < model.days; day++) {
    for (const { of, who } of everybody(model)) {
      total.fixed += milestones(model, of, who, day).length;
      if (!opens(model, who, day)) continue;
      total.fixed += 1;
      total.use += appetite(model, of, who, day);
    }
  }
  return total;
}

/**
 * The lines of one day, couple after couple (sort what you write into one file by `at`). `share` holds the lines that
 * are still to be given out against the weight that is still to come, and goes on from day to day.
 */
export function* linesOf(
  model: Model,
  day: number,
  midnight: number,
  share: { lines: number; use: number },
): Generator<Line> {
  // prettier-ignore
  for (const { of, who } of everybody(model)) {
    const happenings = milestones(model, of, who, day);
    const came = opens(model, who, day);
    if (!came && happenings.length === 0) continue;
    const random = stream(hash(model.seed, 100, who.index, day));
    const write = writer(model, of, who, day, midnight, random);

    // The sign-up is one sitting of a few minutes, in order.
    let at = moment(of, random);
    for (const happening of happenings) {
      at = Math.min(at + 4_000 + Math.floor(random() * 40_000), DAY - 1);
      yield write(happening, at);
    }
    if (!came) continue;
    yield write({ action: "open" }, moment(of, random));

    const weight = appetite(model, of, who, day);
    const lines = share.use <= weight ? share.lines : Math.round((share.lines * weight) / share.use);
    share.use -= weight;
    share.lines -= lines;
    const together = of.connected !== undefined && of.connected <= day;
    for (let line = 0; line < lines; line++) {
      yield write({ action: habit(together, random()) }, moment(of, random));
    }
  }
}

function* everybody(model: Model): Generator<{ of: Couple; who: Person }> {
  for (let index = 0; index * 2 < model.users; index++) {
    const of = couple(model, index);
    yield { of, who: of.first };
    if (index * 2 + 1 < model.users) yield { of, who: of.second };
  }
}

/** What happens once: the install, each step passed, each error seen, the invitation, the connection. */
function milestones(model: Model, of: Couple, who: Person, day: number): Happening[] {
  const list: Happening[] = [];
  for (const visit of who.visits) {
    if (visit.day !== day) continue;
    if (visit.install) list.push({ action: "install" });
    for (const step of steps.slice(0, visit.passed)) list.push({ action: "signup", step });
    if (!visit.broken) continue;
    const tries = 1 + (hash(model.seed, 101, who.index, day) % 4);
    const step = steps[visit.passed] ?? "done";
    for (let n = 0; n < tries; n++) list.push({ action: "error", step });
  }
  if (who === of.first && of.invited === day) list.push({ action: "invite" });
  if (of.connected === day) list.push({ action: "connect" });
  return list;
}

/** How much a person does on a day: some couples write all day long, and who is alone has nobody to write to. */
function appetite(model: Model, of: Couple, who: Person, day: number): number {
  if (of.connected === undefined || of.connected > day) return 0.1;
  const talkative = hash(model.seed, 102, of.index) / 2 ** 32;
  const mood = hash(model.seed, 103, who.index, day) / 2 ** 32;
  const sweet = ((model.weekday + day) % 7) / 20;
  return (0.4 + 5 * talkative ** 3) * (0.5 + mood + sweet);
}

function habit(together: boolean, at: number): Action {
  if (!together) return at < 0.75 ? "open" : "calendar";
  if (at < 0.74) return "message";
  if (at < 0.85) return "photo";
  return at < 0.93 ? "open" : "calendar";
}

/** A moment of the day that suits the couple's clock, as milliseconds of the day in Seoul. */
function moment(of: Couple, random: () => number): number {
  const local = secondOfDay(random(), random()) * 1000 + Math.floor(random() * 1000);
  return (local + (9 - of.country.hours) * 3_600_000 + DAY) % DAY;
}

/** int64 ids beyond 2^53, as such services have them: a reader that takes them for doubles counts fewer people than there are. */
export const userId = (index: number): string => `72057594${String(index).padStart(11, "0")}`;
const coupleId = (index: number): string => `81064793${String(index).padStart(11, "0")}`;

function writer(model: Model, of: Couple, who: Person, day: number, midnight: number, random: () => number) {
  const version = versionOf(
    who.platform,
    day,
    who.visits.some((visit) => visit.day === day) ? 0 : who.lag,
    model.badDay,
  );
  const device = pick(devices[who.platform], hash(model.seed, 104, who.index) / 2 ** 32);
  const couple = of.connected !== undefined && of.connected <= day ? coupleId(of.index) : "null";
  const { code, zone, ms } = of.country;
  const person = `"platform":"${who.platform}","version":"${version}","country":"${code}"`;
  const phone = `"device":{"model":"${device.model}","os":"${device.os}"}`;
  return (what: Happening, at: number): Line => {
    const { text, props, slow } = phrase(what, random);
    const step = what.step === undefined ? "" : `"step":"${what.step}",`;
    const took = slow ?? Math.round(ms * (0.5 + random() + 6 * random() ** 12));
    const time = stamp(midnight + at, zone);
    const net = random() < 0.58 ? "wifi" : random() < 0.7 ? "5g" : "lte";
    return {
      at,
      json: `{"ts":"${time}","user":${userId(who.index)},"couple":${couple},"action":"${what.action}",${step}${person},"ms":${took},"text":"${text}","props":{"net":"${net}",${phone}${props}}}\n`,
    };
  };
}

/** ISO 8601 as each server writes it: Seoul's with its offset, the western ones in UTC. */
function stamp(epochMs: number, zone: "+09:00" | "Z"): string {
  const text = new Date(zone === "Z" ? epochMs : epochMs + 9 * 3_600_000).toISOString();
  return zone === "Z" ? text : text.slice(0, -1) + zone;
}
