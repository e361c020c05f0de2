/** Does the server's memory grow with a result? Its resident size while results of 1 and of 10 million rows are spooled and paged. */
import { decodePage } from "../protocol/values/page.ts";
import { median, quantile, scaled, timed } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import { memoryNow } from "./support/memory.ts";
import { sqlNotebook, startProduct, untilDone } from "./support/product.ts";
import type { Product } from "./support/product.ts";
import { stream } from "../examples/app-logs/random.ts";

const LARGE = scaled(10_000_000, 100_000);
const SMALL = Math.round(LARGE / 10);
const PAGES = scaled(300, 30);

type Held = { idle: number; peak: number; pages: number[] };

async function hold(rows: number): Promise<Held> {
  const product = await startProduct();
  const idle = await memoryNow([product.serverPid]);
  let peak = idle;
  let watching = true;
  const watch = (async () => {
    while (watching) {
      peak = Math.max(peak, await memoryNow([product.serverPid]));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  const pages = await spoolAndPage(product, rows);
  watching = false;
  await watch;
  await product.end();
  return { idle, peak, pages };
}

/** Runs, then looks at pages all over the result, the last row too. Milliseconds of each page. */
async function spoolAndPage(product: Product, rows: number): Promise<number[]> {
  const session = await product.open();
  const sql = `select id, id * 2 as twice, cast(id as string) as text from range(${rows})`;
  const run = await product.start(session, sqlNotebook(sql, `--| preview: ${rows}\n`));
  const view = await untilDone(product.client, run);
  const result = view.cells.flatMap(({ results }) => results).find(({ main }) => main);
  if (result?.rows !== rows) throw new Error(`The result holds ${result?.rows} rows, not ${rows}.`);

  const random = stream(1);
  const took: number[] = [];
  for (let page = 0; page <= PAGES; page++) {
    const wanted = page === PAGES ? rows - 1 : Math.floor(random() * rows);
    const { ms, value } = await timed(() => readPage(product, run, result.result, wanted));
    if (wanted < value.from || wanted >= value.from + value.rows) throw new Error(`Row ${wanted} is not in its page.`);
    took.push(ms);
  }
  return took;
}

async function readPage(
  product: Product,
  run: Parameters<Product["client"]["follow"]>[0],
  result: number,
  row: number,
) {
  const { body, from } = await product.client.ask({ t: "rows", run, result, from: row });
  const chunks: Uint8Array[] = [];
  for await (const chunk of product.client.body(body)) chunks.push(chunk);
  return { from, rows: decodePage(Buffer.concat(chunks)).rows };
}

const small = await hold(SMALL);
const large = await hold(LARGE);
const growth = (large.peak - large.idle) / (small.peak - small.idle);
const slowest = quantile(large.pages, 0.99);
await publish({
  name: "server-memory",
  title: `The server's memory while ${LARGE.toLocaleString("en")} rows are spooled and paged`,
  findings: [
    { what: `peak, ${LARGE.toLocaleString("en")} rows`, unit: "MB", ours: large.peak / 1e6, beside: `peak, ${SMALL.toLocaleString("en")} rows`, theirs: small.peak / 1e6 }, // prettier-ignore
    { what: `peak, ${LARGE.toLocaleString("en")} rows`, unit: "MB", ours: large.peak / 1e6, beside: "before the run", theirs: large.idle / 1e6 }, // prettier-ignore
    { what: "a page anywhere in it, p99", unit: "ms", ours: slowest, beside: "p50", theirs: median(large.pages), budget: { says: "<= 10 ms", kept: slowest <= 10 } }, // prettier-ignore
  ],
  notes: [`Ten times the rows took ${growth.toFixed(1)} times the memory above idle.`],
});
