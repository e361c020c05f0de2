/** The time of day in a zone, as people note it: `14:05`. */
export function clockTime(at: number | undefined, timezone: string): string {
  const time = new Intl.DateTimeFormat("en", { timeZone: timezone, timeStyle: "short", hourCycle: "h23" });
  return time.format(at);
}
