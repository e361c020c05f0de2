import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { drawMarkdown } from "./markdown.ts";
import type { ReportImage } from "./markdown.ts";

const draw = (
  texts: string | string[],
  more: { title?: string; values?: Record<string, string>; images?: Map<string, ReportImage> } = {},
) =>
  drawMarkdown([texts].flat(), {
    title: "Report",
    values: {},
    images: new Map(),
    missingImage: (alt) => `no picture: ${alt}`,
    ...more,
  });
const text = (...args: Parameters<typeof draw>) => draw(...args).cells.join("");

describe("the Markdown of a report", () => {
  it("leaves a first heading out that repeats the title, and puts the others under it", () => {
    const drawn = draw(["# Report\n\ntext", "# One\n\n## Two", "# One"]);
    assert.equal(drawn.cells[0]?.text, "<p>text</p>\n");
    assert.deepEqual(drawn.headings, [
      { level: 2, text: "One", slug: "one" },
      { level: 3, text: "Two", slug: "two" },
      { level: 2, text: "One", slug: "one-2" },
    ]);
    assert.equal(drawn.cells[1]?.text, '<h2 id="one">One</h2>\n<h3 id="two">Two</h3>\n');
  });

  it("names headings in any script", () => {
    assert.equal(draw("## 일별 활성 사용자!").headings[0]?.slug, "일별-활성-사용자");
    assert.equal(draw("## ***").headings.length, 1);
  });

  it("puts values in as text: they are neither Markdown nor markup", () => {
    const values = { v: "**b** [x](javascript:alert(1)) <img onerror=alert(1)> {{v}}", "c.n_m": "7" };
    assert.equal(
      text("{{v}} and {{c.n_m}}, not `{{v}}`", { values }),
      "<p>**b** [x](javascript:alert(1)) &lt;img onerror=alert(1)&gt; {{v}} and 7, not <code>{{v}}</code></p>\n",
    );
    assert.equal(draw("# {{v}}", { values: { v: "Report" } }).cells[0]?.text, "");
  });

  it("keeps links that lead somewhere and makes text of the others", () => {
    const linked = text(
      "[a](https://example.com) [b](javascript:alert(1)) [c](file:///etc/passwd) [d](//host/x) [e](./n.md) [f](#g) <b onclick=x>",
    );
    assert.match(linked, /<a href="https:\/\/example\.com" rel="noopener noreferrer">a<\/a>/);
    assert.deepEqual(
      [...linked.matchAll(/href="([^"]*)"/g)].map((match) => match[1]),
      ["https://example.com", "#g"],
    );
    assert.match(linked, /&lt;b onclick=x&gt;/);
  });

  it("carries pictures that it is given, and names the others", () => {
    const images = new Map<string, ReportImage>([["img/a b.png", { type: "image/png", base64: 'AAAA"><script>' }]]);
    assert.match(text("![A](<img/a b.png>)", { images }), /<img alt="A" src="data:image\/png;base64,AAAAscript">/);
    assert.match(
      text('![say "hi"](https://example.com/x.png)'),
      /<em class="missing">no picture: say &quot;hi&quot;<\/em>/,
    );
  });

  it("aligns columns without style attributes", () => {
    const table = text("|a|b|\n|:-:|-:|\n|1|2|");
    assert.match(table, /<td class="c">1<\/td>\n<td class="n">2<\/td>/);
    assert.doesNotMatch(table, /style=/);
  });
});
