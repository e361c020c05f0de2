import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cronOfQuartz } from "./quartz.ts";

const said = (quartz: string): string => {
  const found = cronOfQuartz(quartz);
  return "cron" in found ? found.cron : found.code;
};

describe("a schedule of Quartz as cron", () => {
  const cases: readonly [quartz: string, cron: string][] = [
    ["0 0/1 * * * ?", "* * * * *"],
    ["0 0/5 * * * ?", "*/5 * * * *"],
    ["0 0 0/3 * * ?", "0 */3 * * *"],
    ["0 0 0 * * ?", "0 0 * * *"],
    ["0 30 4 ? * MON-FRI", "30 4 * * 1-5"],
    ["0 30 4 ? * 2-6 *", "30 4 * * 1-5"],
    ["0 0 6 ? * 1", "0 6 * * 0"],
    ["0 0 6 ? * SAT,SUN", "0 6 * * 0,6"],
    ["0 0 6 ? * 7", "0 6 * * 6"],
    ["0 0 6 ? * FRI-MON", "0 6 * * 0,1,5,6"],
    ["0 0 6 ? * L", "0 6 * * 6"],
    ["0 0 6 ? * 6L", "0 6 * * 5#L"],
    ["0 0 6 ? * 2#1", "0 6 * * 1#1"],
    ["0 0 6 ? * FRI#2", "0 6 * * 5#2"],
    ["0 0 6 L * ?", "0 6 L * *"],
    ["0 15,45 1-5 1,15 * ?", "15,45 1-5 1,15 * *"],
    ["0 5/15 * * * ?", "5-59/15 * * * *"],
    ["0 0 0 1 JAN,JUL ?", "0 0 1 1,7 *"],
    ["0 0 0 1 JAN-MAR ? *", "0 0 1 1-3 *"],
    ["30 0 0 * * ?", "30 0 0 * * *"],
    ["0/10 * * * * ?", "*/10 * * * * *"],
    ["  0  0 12 * * ?  ", "0 12 * * *"],
  ];
  for (const [quartz, cron] of cases) it(`${quartz} is ${cron}`, () => assert.equal(said(quartz), cron));

  const refused: readonly [quartz: string, code: string][] = [
    ["0 0 12 * * ? 2026", "import.cron-year"],
    ["0 0 12 15W * ?", "import.cron-day-word"],
    ["0 0 12 LW * ?", "import.cron-day-word"],
    ["0 0 12 L-3 * ?", "import.cron-day-word"],
    ["0 0 12 1 * MON", "import.cron-unreadable"],
    ["0 0 25 * * ?", "import.cron-unreadable"],
    ["0 0 12 0 * ?", "import.cron-unreadable"],
    ["0 0 12 ? * 8", "import.cron-unreadable"],
    ["0 0 12 ? * FOO", "import.cron-unreadable"],
    ["0 0/0 12 * * ?", "import.cron-unreadable"],
    ["* * * * *", "import.cron-unreadable"],
    ["hourly", "import.cron-unreadable"],
  ];
  for (const [quartz, code] of refused) it(`${quartz} is none: ${code}`, () => assert.equal(said(quartz), code));
});
