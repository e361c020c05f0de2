import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { gridAction } from "./grid-keys.ts";
import type { KeyPress } from "./grid-keys.ts";
import { areaOf, cellsOf, move, select, selectColumns, selectRows } from "./selection.ts";
import type { Selection } from "./selection.ts";

const size = { rows: 1000, columns: 5 };
const PAGE = 20;
const at = (row: number, column: number) => select({ row, column });

/** Presses keys such as "Shift+Control+ArrowDown" one after the other. */
function after(start: Selection, ...keys: string[]): Selection {
  return keys.reduce((selection, name) => {
    const parts = name.split("+");
    const press: KeyPress = {
      key: parts.at(-1) ?? "",
      ctrlKey: parts.includes("Control"),
      metaKey: parts.includes("Meta"),
      shiftKey: parts.includes("Shift"),
      altKey: parts.includes("Alt"),
    };
    const action = gridAction(press, selection.active.row === -1);
    assert.equal(action?.do, "move", name);
    return action?.do === "move" ? move(selection, action, size, PAGE) : selection;
  }, start);
}

describe("choosing cells", () => {
  it("moves by cells, screens and to the edges, and not out of the table", () => {
    const cases: [string[], number, number][] = [
      [["ArrowDown", "ArrowRight"], 11, 3],
      [["ArrowLeft", "ArrowLeft", "ArrowLeft"], 10, 0],
      [["PageDown"], 30, 2],
      [["PageUp"], 0, 2],
      [["Home"], 10, 0],
      [["End"], 10, 4],
      [["Control+Home"], 0, 0],
      [["Control+End"], 999, 4],
      [["Control+ArrowDown"], 999, 2],
      [["Meta+ArrowUp"], 0, 2],
      [["Control+End", "ArrowDown", "ArrowRight"], 999, 4],
    ];
    for (const [keys, row, column] of cases)
      assert.deepEqual(after(at(10, 2), ...keys).active, { row, column }, keys.join());
  });

  it("reaches the header above the first row, and goes along it", () => {
    assert.deepEqual(after(at(0, 1), "ArrowUp").active, { row: -1, column: 1 });
    assert.deepEqual(after(at(0, 1), "ArrowUp", "ArrowUp", "End").active, { row: -1, column: 4 });
    assert.deepEqual(after(at(0, 1), "ArrowUp", "ArrowDown").active, { row: 0, column: 1 });
    assert.deepEqual(after(at(5, 1), "Control+ArrowUp").active, { row: 0, column: 1 });
  });

  it("extends from where it began, never into the header", () => {
    const down = after(at(10, 2), "Shift+ArrowDown", "Shift+ArrowRight");
    assert.deepEqual(areaOf(down, size), { top: 10, bottom: 12, left: 2, right: 4 });
    const up = after(down, ...Array.from({ length: 30 }, () => "Shift+ArrowUp"));
    assert.deepEqual(areaOf(up, size), { top: 0, bottom: 11, left: 2, right: 4 });
    assert.equal(cellsOf(areaOf(after(at(0, 0), "Shift+Control+End"), size)), 5000);
  });

  it("takes whole columns, whole rows and everything, also of rows that come later", () => {
    assert.deepEqual(areaOf(selectColumns(3, 1), size), { top: 0, bottom: 1000, left: 1, right: 4 });
    assert.deepEqual(areaOf(selectColumns(3), { rows: 5000, columns: 5 }), { top: 0, bottom: 5000, left: 3, right: 4 });
    assert.deepEqual(areaOf(selectRows(7, 2, 9), size), { top: 7, bottom: 10, left: 0, right: 5 });
    assert.equal(cellsOf(areaOf({ ...at(3, 3), of: "all" }, size)), 5000);
    const header = after(at(0, 1), "ArrowUp", "Shift+ArrowRight");
    assert.deepEqual(areaOf(header, size), { top: 0, bottom: 1000, left: 1, right: 3 });
  });

  it("stays inside of any table, whatever is pressed", () => {
    const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"];
    const press = fc.constantFrom(
      ...keys.flatMap((key) => [key, `Shift+${key}`, `Control+${key}`, `Shift+Control+${key}`]),
    );
    fc.assert(
      fc.property(fc.array(press, { maxLength: 40 }), (pressed) => {
        // A screen's own keys are the editor's together with Ctrl.
        const { active } = after(at(3, 3), ...pressed.filter((name) => !/Control.*Page/.test(name)));
        assert.ok(active.row >= -1 && active.row < size.rows && active.column >= 0 && active.column < size.columns);
      }),
    );
  });
});

describe("keys in the grid", () => {
  const press = (key: string, more: Partial<KeyPress> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  });

  it("mean what people know from spreadsheets", () => {
    assert.deepEqual(gridAction(press("c", { ctrlKey: true }), false), { do: "copy" });
    assert.deepEqual(gridAction(press("C", { metaKey: true }), false), { do: "copy" });
    assert.deepEqual(gridAction(press("a", { ctrlKey: true }), false), { do: "select-all" });
    assert.deepEqual(gridAction(press(" ", { ctrlKey: true }), false), { do: "select-column" });
    assert.deepEqual(gridAction(press(" ", { shiftKey: true }), false), { do: "select-row" });
    assert.deepEqual(gridAction(press("Enter"), false), { do: "open" });
    assert.deepEqual(gridAction(press("Enter", { shiftKey: true }), true), { do: "sort", add: true });
    assert.deepEqual(gridAction(press("F10", { shiftKey: true }), false), { do: "menu" });
  });

  it("that mean nothing here are left to the editor", () => {
    const keys = [
      press("Tab"),
      press("Tab", { shiftKey: true }),
      press("s", { ctrlKey: true }),
      press("f", { ctrlKey: true }),
      press("p", { ctrlKey: true, shiftKey: true }),
      press("c", { ctrlKey: true, shiftKey: true }),
      press("PageDown", { ctrlKey: true }),
      press("Enter", { ctrlKey: true }),
      press("Enter", { shiftKey: true }),
      press("Enter", { altKey: true }),
      press("a"),
      press("ArrowLeft", { altKey: true }),
    ];
    for (const key of keys) assert.equal(gridAction(key, false), undefined, JSON.stringify(key));
  });
});
