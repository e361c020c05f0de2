import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parse } from "../../notebook/parse.ts";
import { formHtml } from "./form-html.ts";
import { isDefault, parameterForm } from "./parameter-form.ts";

const text = `---
between: 1
timezone: Asia/Seoul
params:
  day: {type: date, default: yesterday, label: "Day <b>", description: The day looked at}
  n: {type: integer, default: 10}
  country: {type: choice, options: [KR, JP], multiple: true, default: [KR]}
  name: {type: text}
---
`;
const { meta } = parse(text).notebook;
/** 2026-11-22 in London, already the 23rd in Seoul. */
const now = Date.UTC(2026, 10, 22, 20);
const page = { lang: "en" as const, nonce: "n", source: "self", script: "s.js", style: "s.css" };

describe("the form of a notebook's parameters", () => {
  it("shows the file's defaults, and what a relative day means in the notebook's time zone", () => {
    const [day, n, country, name] = parameterForm(meta, {}, now, "en");
    assert.deepEqual([day?.value, day?.meaning, day?.changed], [["yesterday"], "2026-11-22", false]);
    assert.deepEqual([n?.value, n?.problem], [["10"], undefined]);
    assert.deepEqual(country?.value, ["KR"]);
    assert.match(name?.problem ?? "", /name/);
  });

  it("shows the user's values and what is wrong with them", () => {
    const [day, n, country] = parameterForm(meta, { day: "2026-02-30", n: "9007199254740993", country: [] }, now, "en");
    assert.match(day?.problem ?? "", /2026-02-30/);
    assert.equal(day?.default, "yesterday");
    assert.deepEqual([n?.value, n?.problem, n?.changed], [["9007199254740993"], undefined, true]);
    assert.deepEqual([country?.value, country?.problem], [[], undefined]);
  });

  it("keeps nothing of a value that is the file's default", () => {
    const [day, , country] = meta.params;
    assert.ok(day && isDefault(day, ["yesterday"]) && !isDefault(day, ["today"]));
    assert.ok(country && isDefault(country, ["KR"]) && !isDefault(country, ["KR", "JP"]));
  });

  it("is a page in which text from the file is text, and every control has its label", () => {
    const html = formHtml(parameterForm(meta, { n: '"><script>' }, now, "en"), page);
    assert.ok(html.includes("Day &lt;b&gt;") && !html.includes("<b>") && !html.includes('"><script>'));
    assert.match(html, /aria-invalid="true"/);
    for (const [, id] of html.matchAll(/<label for="([^"]+)"/g)) assert.ok(html.includes(`id="${id}"`));
  });

  it("says what to do where there is nothing to fill in", () => {
    assert.match(formHtml([], page), /params:/);
    assert.doesNotMatch(formHtml(undefined, page), /<form/);
  });
});
