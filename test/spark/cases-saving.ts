import type { Case } from "./case.ts";

const day = (value: string) => `timezone: UTC\nparams:\n  day: {type: date, default: ${value}}`;

export const savingCases: readonly Case[] = [
  {
    name: "save as Delta and read it again",
    save: true,
    front: "sources:\n  back: {result: a/t}",
    cells: ["--| save: {to: a/t}\nselect id, id * 2 as n from range(3)", "select * from back order by id"],
    gives: [],
  },
  {
    name: "save replaces exactly one day",
    save: true,
    front: `${day("2026-11-21")}\nsources:\n  back: {result: d/t}`,
    cells: [
      "--| save: {to: d/t, partition: [day], replace: all}\nselect date '2026-11-20' as day, 1 as n union all select date '2026-11-21', 2",
      "--| save: {to: d/t, partition: [day]}\nselect :day as day, 20 as n",
      "select * from back order by day",
    ],
    gives: [],
  },
  {
    name: "save replaces a day by an empty result",
    save: true,
    front: `${day("2026-11-21")}\nsources:\n  back: {result: e/t}`,
    cells: [
      "--| save: {to: e/t, partition: [day], replace: all}\nselect date '2026-11-20' as day, 1 as n union all select date '2026-11-21', 2",
      "--| save: {to: e/t, partition: [day]}\nselect :day as day, 20 as n where false",
      "select * from back order by day",
    ],
    gives: [],
  },
  {
    name: "the first save of a day makes the table",
    save: true,
    front: `${day("2026-11-21")}\nsources:\n  back: {result: f/t}`,
    cells: ["--| save: {to: f/t, partition: [day]}\nselect :day as day, 20 as n", "select * from back"],
    gives: [],
  },
  {
    name: "save of rows of another day",
    save: true,
    front: day("2026-11-21"),
    cells: [
      "--| save: {to: g/t, partition: [day]}\nselect :day as day, 1 as n",
      "--| save: {to: g/t, partition: [day]}\nselect date '2020-01-01' as day, 20 as n",
    ],
    gives: [],
  },
  {
    name: "save appends",
    save: true,
    front: "sources:\n  back: {result: h/t}",
    cells: [
      "--| save: {to: h/t, append: true}\nselect 1 as a",
      "--| save: {to: h/t, append: true}\nselect 2 as a",
      "select sum(a) as n from back",
    ],
    gives: [],
  },
  {
    name: "save as Parquet",
    save: true,
    front: "sources:\n  back: {result: p/t, format: parquet}",
    cells: ["--| save: {to: p/t, format: parquet}\nselect id from range(3)", "select count(*) as n from back"],
    gives: [],
  },
  {
    name: "save of the partitions that the result holds",
    save: true,
    front: "sources:\n  back: {result: q/t}",
    cells: [
      "--| save: {to: q/t, partition: [k]}\nselect id % 3 as k, id as v from range(6)",
      "--| save: {to: q/t, partition: [k]}\nselect 1 as k, 100 as v",
      "select k, sum(v) as v from back group by k order by k",
    ],
    gives: [],
  },
];
