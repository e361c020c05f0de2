import { pick } from "./random.ts";

export type Platform = "ios" | "android";

/** Where couples live. `hours`: their clock against UTC; `zone`: how the server that takes their logs writes its time. */
export type Country = {
  code: string;
  weight: number;
  android: number;
  hours: number;
  zone: "+09:00" | "Z";
  /** A typical answer time of the service, milliseconds. */
  ms: number;
};

export const countries: readonly [Country, ...Country[]] = [
  { code: "KR", weight: 46, android: 0.68, hours: 9, zone: "+09:00", ms: 24 },
  { code: "JP", weight: 22, android: 0.38, hours: 9, zone: "+09:00", ms: 41 },
  { code: "US", weight: 14, android: 0.42, hours: -6, zone: "Z", ms: 138 },
  { code: "TW", weight: 8, android: 0.47, hours: 8, zone: "+09:00", ms: 52 },
  { code: "TH", weight: 6, android: 0.72, hours: 7, zone: "+09:00", ms: 88 },
  { code: "DE", weight: 4, android: 0.61, hours: 1, zone: "Z", ms: 214 },
];

export const devices: Readonly<Record<Platform, readonly [Device, ...Device[]]>> = {
  ios: [
    { model: "iPhone17,1", os: "19.1", weight: 4 },
    { model: "iPhone16,2", os: "19.0", weight: 3 },
    { model: "iPhone14,5", os: "18.7", weight: 2 },
  ],
  android: [
    { model: "SM-S938N", os: "16", weight: 5 },
    { model: "SM-A556E", os: "15", weight: 3 },
    { model: "Pixel 10", os: "16", weight: 1 },
    { model: "Redmi 15", os: "14", weight: 2 },
  ],
};
export type Device = { model: string; os: string; weight: number };

/** Chance to open the app on a day, Monday first: couples have more time for each other at the end of the week. */
const openingByWeekday = [0.66, 0.65, 0.66, 0.68, 0.76, 0.88, 0.85] as const;
/** New installs against an average day, Monday first. */
const installsByWeekday = [0.88, 0.84, 0.86, 0.9, 1.05, 1.28, 1.19] as const;
/** Use by hour of the local day. */
const useByHour = [5, 3, 1, 1, 1, 1, 3, 7, 9, 6, 5, 6, 9, 7, 5, 5, 5, 7, 9, 9, 10, 12, 14, 10].map((weight, hour) => ({
  weight,
  hour,
}));

export const openingOn = (weekday: number): number => openingByWeekday[weekday] ?? 0;
export const installsOn = (weekday: number): number => installsByWeekday[weekday] ?? 0;

/** A local second of the day, drawn by how much people use their phones at each hour. */
export function secondOfDay(at: number, within: number): number {
  const [first, ...rest] = useByHour;
  const hour = first ? pick([first, ...rest], at).hour : 0;
  return hour * 3600 + Math.floor(within * 3600);
}

/** The bad day: Android 4.12.0 appears in the store and its `verify` step hardly ever succeeds; 4.12.1 mends it a day later. */
export const badVersion = "4.12.0";
export const badStep = "verify";
export const badDayOf = (days: number): number => Math.min(Math.floor(days / 2) + 1, days - 1);

/** What stands in a store on a day of the logs; day 0 is the first. Phones follow `lag` days later. */
export function versionOf(platform: Platform, day: number, lag: number, badDay: number): string {
  const had = day - lag;
  if (platform === "android") {
    if (had > badDay) return "4.12.1";
    if (had === badDay) return badVersion;
    return had >= badDay - 9 ? "4.11.0" : "4.10.2";
  }
  if (had >= badDay + 3) return "4.12.1";
  return had >= badDay - 8 ? "4.11.0" : "4.10.2";
}
