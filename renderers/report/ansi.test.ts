import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { ansiHtml } from "./ansi.ts";

describe("terminal output", () => {
  for (const [what, text, markup] of [
    ["colours and weight become classes", "\x1b[1;31mbad\x1b[0m ok", '<span class="ansi-1 ansi-bold">bad</span> ok'],
    ["bright colours are bright", "\x1b[92mgood\x1b[39m", '<span class="ansi-2 ansi-bright">good</span>'],
    [
      "titles, links and cursor moves are left out",
      "\x1b]8;;javascript:alert(1)\x07here\x1b]8;;\x1b\\\x1b[2K\x1b[3A!",
      "here!",
    ],
    [
      "colours of a palette leave the look as it is",
      "\x1b[1m\x1b[38;5;1ma\x1b[48;2;31;4;0mb",
      '<span class="ansi-bold">a</span><span class="ansi-bold">b</span>',
    ],
    ["a line written over shows its last text", "10%\r50%\r100%\ndone\r\n", "100%\ndone\n"],
    ["markup is text", "<b>\x1b[1m<script>", '&lt;b&gt;<span class="ansi-bold">&lt;script&gt;</span>'],
  ] as const) {
    it(what, () => assert.equal(ansiHtml(text).text, markup));
  }

  it("is never markup of its own, whatever was printed", () => {
    const pieces = fc.constantFrom(
      "\x1b[",
      "\x1b]",
      "31m",
      "\x07",
      "<script>",
      "&",
      '"',
      "m",
      ";",
      "\r",
      "\n",
      "a",
      "\x9b",
      "\x1b",
    );
    fc.assert(
      fc.property(
        fc.array(pieces).map((list) => list.join("")),
        (text) => {
          const left = ansiHtml(text).text.replaceAll(/<span class="[a-z0-9 -]+">|<\/span>/g, "");
          assert.doesNotMatch(left, /[<>"\x1b]/);
        },
      ),
    );
  });
});
