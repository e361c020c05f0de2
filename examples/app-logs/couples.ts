import { hash, pick, unit } from "./random.ts";
import { badStep, badVersion, countries, installsOn, openingOn, versionOf } from "./world.ts";
import type { Country, Platform } from "./world.ts";

/** What the whole world of the logs hangs on. `weekday`: of day 0, Monday = 0. Days count from 0. */
export type Model = { seed: number; days: number; users: number; weekday: number; badDay: number };

/** The sign-up, step by step; a line is logged for each step that is passed, and `done` means that the account exists. */
export const steps = ["welcome", "phone", "verify", "profile", "done"] as const;
export type Step = (typeof steps)[number];

/** One try to sign up: the steps passed, and whether it ended at the one that the bad release breaks. */
export type Visit = { day: number; install: boolean; passed: number; broken: boolean };

export type Person = {
  /** Position among all users; `userId` makes the int64 of it. */
  index: number;
  platform: Platform;
  /** Days between a release and its arrival on this phone. */
  lag: number;
  visits: readonly Visit[];
  /** Day of the finished sign-up; negative: before the logs begin. */
  joined: number | undefined;
  /** Days that the person keeps the app after joining. */
  stays: number;
};

/** Two people: the first one comes alone and invites, the second follows or does not. */
export type Couple = {
  index: number;
  country: Country;
  first: Person;
  second: Person;
  invited: number | undefined;
  connected: number | undefined;
};

// Each decision draws its bits at its own place.
const at = { old: 1, age: 2, country: 3, paired: 4, day: 5, dayOk: 6, invite: 7, follow: 8, delay: 9, platform: 10, lag: 11, step: 12, back: 13, life: 14, lifeLength: 15, open: 16 } as const; // prettier-ignore

/** Everything about one couple, from its position alone. */
export function couple(model: Model, index: number): Couple {
  const { seed, days } = model;
  const draw = (what: number, more = 0) => unit(seed, what, index, more);
  const country = pick(countries, draw(at.country));
  const base = { index, country };

  if (draw(at.old) < 0.5) {
    const joined = -1 - Math.floor(draw(at.age) * 400);
    const connected = draw(at.paired) < 0.82 ? joined : undefined;
    const settled = (which: 0 | 1) => person(model, base, which, [], joined, connected !== undefined);
    const alone = person(model, base, 1, [], undefined, false);
    return { ...base, first: settled(0), second: connected === undefined ? alone : settled(1), invited: undefined, connected }; // prettier-ignore
  }

  const arrives = installDay(model, index);
  const firstTry = visits(model, base, 0, arrives);
  const firstJoined = joinedOn(firstTry);
  const invited = firstJoined !== undefined && draw(at.invite) < 0.81 ? firstJoined : undefined;
  const follows = invited !== undefined && draw(at.follow) < 0.78;
  const secondTry = follows ? visits(model, base, 1, invited + Math.floor(4 * draw(at.delay) ** 3)) : [];
  const connected = joinedOn(secondTry);
  const together = connected !== undefined && connected < days;
  return {
    ...base,
    first: person(model, base, 0, firstTry, firstJoined, together),
    second: person(model, base, 1, secondTry, connected, together),
    invited,
    connected,
  };
}

/** Whether a person uses the app on a day; always on the day of joining. */
export function opens(model: Model, who: Person, day: number): boolean {
  if (who.joined === undefined || day < who.joined || day >= who.joined + who.stays) return false;
  if (day === who.joined) return true;
  return unit(model.seed, at.open, who.index, day) < openingOn((model.weekday + day) % 7);
}

/** Drawn again until the weekday agrees: more people install at weekends. */
function installDay(model: Model, index: number): number {
  for (let attempt = 0; ; attempt++) {
    const day = Math.floor(unit(model.seed, at.day, index, attempt) * model.days);
    const wanted = installsOn((model.weekday + day) % 7) / 1.3;
    if (attempt === 20 || unit(model.seed, at.dayOk, index, attempt) < wanted) return day;
  }
}

type Base = { index: number; country: Country };

function person(
  model: Model,
  of: Base,
  which: 0 | 1,
  tries: readonly Visit[],
  joined: number | undefined,
  together: boolean,
): Person {
  // prettier-ignore
  const index = of.index * 2 + which;
  const life = unit(model.seed, at.life, index);
  const length = unit(model.seed, at.lifeLength, index);
  // Who waits in vain leaves within days; most couples who found each other stay for as long as the logs run.
  const stays = !together ? 1 + Math.floor(-4 * Math.log(1 - length)) : life < 0.16 ? 2 + Math.floor(length * 12) : 40 + Math.floor(length * 900); // prettier-ignore
  return { index, platform: platformOf(model, of, which), lag: lagOf(model, index), visits: tries, joined, stays };
}

const platformOf = (model: Model, of: Base, which: 0 | 1): Platform =>
  unit(model.seed, at.platform, of.index * 2 + which) < of.country.android ? "android" : "ios";

const lagOf = (model: Model, index: number): number => Math.floor(12 * unit(model.seed, at.lag, index) ** 2);

const passRates: Readonly<Record<Platform, Readonly<Record<Step, number>>>> = {
  ios: { welcome: 0.97, phone: 0.93, verify: 0.92, profile: 0.95, done: 0.985 },
  android: { welcome: 0.96, phone: 0.91, verify: 0.9, profile: 0.93, done: 0.98 },
};

/** The tries of one person. New phones take the newest version from the store; the broken step lets 4 % pass; 38 % of those it stopped try once more the next day. */
function visits(model: Model, of: Base, which: 0 | 1, day: number, again = false): readonly Visit[] {
  const index = of.index * 2 + which;
  const platform = platformOf(model, of, which);
  const broken = versionOf(platform, day, 0, model.badDay) === badVersion;
  let passed = 0;
  for (const [position, step] of steps.entries()) {
    const rate = broken && step === badStep ? 0.04 : passRates[platform][step];
    if (hash(model.seed, at.step, index, position, day) >= rate * 2 ** 32) break;
    passed++;
  }
  const stopped = broken && steps[passed] === badStep;
  const visit: Visit = { day, install: !again, passed, broken: stopped };
  if (!stopped || unit(model.seed, at.back, index) >= 0.38) return [visit];
  return [visit, ...visits(model, of, which, day + 1, true)];
}

const joinedOn = (tries: readonly Visit[]): number | undefined => tries.find((one) => one.passed === steps.length)?.day;
