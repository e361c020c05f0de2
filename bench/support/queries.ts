/** The four questions that benches ask of app logs. `inDuckDb`: the same where DuckDB writes it otherwise. */
export type LogQuery = { name: string; sql: string; inDuckDb?: string };

/** Of the app logs that `examples/generate.ts` makes, without their nested properties. */
export const schema =
  "ts timestamp, user bigint, couple bigint, action string, step string, platform string, version string, country string, ms bigint, text string, dt string";

/** The same for DuckDB; `dt` it takes from the folders. */
export const duckDbColumns: Readonly<Record<string, string>> = {
  ts: "timestamptz",
  user: "bigint",
  couple: "bigint",
  action: "varchar",
  step: "varchar",
  platform: "varchar",
  version: "varchar",
  country: "varchar",
  ms: "bigint",
  text: "varchar",
};

export const queries: readonly LogQuery[] = [
  { name: "count", sql: "select count(*) as lines from logs" },
  { name: "daily actives", sql: "select dt, count(distinct user) as users from logs group by dt order by dt" },
  {
    name: "funnel join",
    sql: `select i.platform, count(distinct i.user) as installs, count(distinct d.user) as done
from (select user, platform, min(ts) as at from logs where action = 'install' group by user, platform) i
left join (select user, min(ts) as at from logs where step = 'done' group by user) d on d.user = i.user and d.at >= i.at
group by i.platform order by i.platform`,
  },
  {
    name: "word count",
    sql: "select word, count(*) as times from logs lateral view explode(split(text, ' ')) as word group by word order by times desc limit 100",
    inDuckDb:
      "select word, count(*) as times from (select unnest(string_split(text, ' ')) as word from logs) group by word order by times desc limit 100",
  },
];
