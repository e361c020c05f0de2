import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { inOrder, mediaBytes, pictureUrl } from "./media.ts";

describe("media", () => {
  it("become addresses of pictures, and nothing else does", () => {
    assert.equal(pictureUrl({ mime: "image/png", data: "iVBO\nRw==\n" }), "data:image/png;base64,iVBORw==");
    assert.equal(pictureUrl({ mime: "image/png", data: '"><script>' }), undefined);
    assert.equal(pictureUrl({ mime: "text/html", data: "<b>" }), undefined);
    const svg = pictureUrl({ mime: "image/svg+xml", data: '<svg onload="x"/>' });
    assert.equal(svg, "data:image/svg+xml;charset=utf-8,%3Csvg%20onload%3D%22x%22%2F%3E");
  });

  it("count what is shown, not how it travels", () => {
    assert.equal(mediaBytes({ mime: "image/png", data: "AAAA" }), 3);
    assert.equal(mediaBytes({ mime: "text/plain", data: "한" }), 3);
  });

  it("stand between the results where they came, and behind the last when results were left out", () => {
    const order = inOrder(["a", "b"], [{ after: 0 }, { after: 1 }, { after: 2 }, { after: 5 }]);
    const names = order.map((one) => ("result" in one ? one.result : one.media.after));
    assert.deepEqual(names, [0, "a", 1, "b", 2, 5]);
  });
});
