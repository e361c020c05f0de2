import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  bodyHeight,
  isScaled,
  lastOffset,
  offsetAt,
  offsetToShow,
  rowsAt,
  scrollTopAt,
  TALLEST,
} from "./scroll-map.ts";

const tall = fc
  .record({ rows: fc.integer({ min: 1, max: 2_000_000_000 }), viewport: fc.integer({ min: 24, max: 2000 }) })
  .map((some) => ({ ...some, rowHeight: 24 }));
const place = fc.double({ min: 0, max: 1, noNaN: true });

describe("scrolling through more rows than a browser's element can be high", () => {
  it("reaches the first row at the top of the scroll bar and the last one at its end", () => {
    fc.assert(
      fc.property(tall, (of) => {
        assert.ok(bodyHeight(of) <= TALLEST);
        assert.equal(rowsAt(offsetAt(0, of), of).from, 0);
        const end = Math.max(0, bodyHeight(of) - of.viewport);
        assert.equal(rowsAt(offsetAt(end, of), of).to, of.rows);
      }),
    );
  });

  it("comes back to the same rows from the place of the scroll bar", () => {
    fc.assert(
      fc.property(tall, place, (of, share) => {
        const offset = share * lastOffset(of);
        const error = Math.abs(offsetAt(scrollTopAt(offset, of), of) - offset);
        assert.ok(error <= 1e-6 * Math.max(1, offset), `${error} px`);
      }),
    );
  });

  it("draws no more rows than fit, whole or in part", () => {
    fc.assert(
      fc.property(tall, place, (of, share) => {
        const { from, to } = rowsAt(share * lastOffset(of), of, 6);
        assert.ok(to - from <= Math.ceil(of.viewport / 24) + 1 + 12);
      }),
    );
  });

  it("shows a row whole, and does not move when it is", () => {
    fc.assert(
      fc.property(tall, place, place, (of, at, to) => {
        const row = Math.floor(to * (of.rows - 1));
        const offset = offsetToShow(row, at * lastOffset(of), of);
        assert.ok(row * 24 >= offset - 1e-3 && (row + 1) * 24 <= offset + of.viewport + 1e-3);
        assert.equal(offsetToShow(row, offset, of), offset);
      }),
    );
  });

  it("leaves pixels as they are while the browser can", () => {
    const of = { rows: 600_000, rowHeight: 24, viewport: 358 };
    assert.equal(isScaled(of), false);
    assert.equal(offsetAt(1_234.5, of), 1_234.5);
    assert.equal(isScaled({ ...of, rows: 700_000 }), true);
  });
});
