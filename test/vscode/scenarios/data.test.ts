import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe } from "mocha";
import { answerLine, chooseFile, dialogButton, treeRow } from "../questions.ts";
import { scenario } from "../scenario.ts";

const ORDERS =
  '\ufeff날짜,사용자 번호,금액,메모\n2026-11-01,1,12000,"커피, 두 잔"\n2026-11-01,2,8000,\n2026-11-02,1,3500,빵\n';
const day = (dt: string) =>
  [
    `{"ts":"${dt}T10:00:00Z","user":1,"tags":["a","b"],"device":{"os":"ios","v":[{"n":1}]}}`,
    `{"ts":"${dt}T11:00:00Z","user":9007199254740993,"tags":[],"device":{"os":"android"}}\n`,
  ].join("\n");

describe("data of one's own", () => {
  scenario("logs of any shape become sources with columns and a first query", {}, async ({ vscode, workbench }) => {
    await vscode.write("주문.csv", ORDERS);
    for (const dt of ["2026-11-01", "2026-11-02"]) {
      await mkdir(join(vscode.folder, `logs/dt=${dt}`), { recursive: true });
      await vscode.write(`logs/dt=${dt}/part-0.json`, day(dt));
    }
    const file = await vscode.write("own.between-nb", "# 내 로그\n");
    await workbench.open("own.between-nb");
    await workbench.toolbar("Add Data…");
    await workbench.choose("A file");
    await chooseFile(workbench, join(vscode.folder, "주문.csv"));
    await answerLine(workbench, "Add data");
    await workbench.page.locator(".view-line", { hasText: "from 주문" }).waitFor({ timeout: 120_000 });
    await workbench.toolbar("Add Data…");
    await workbench.choose("A folder");
    await chooseFile(workbench, join(vscode.folder, "logs"));
    await answerLine(workbench, "Add data", "앱_로그");
    await workbench.page.locator(".view-line", { hasText: "from 앱_로그" }).waitFor();

    await workbench.toolbar("Run All");
    await workbench.cell(3).until("success");
    const outputs = await workbench.outputs();
    await outputs.getByRole("gridcell", { name: "커피, 두 잔" }).waitFor();
    await outputs.getByRole("gridcell", { name: "9007199254740993" }).first().waitFor();
    await workbench.run("File: Save");
    await workbench.page.locator(".tab.active:not(.dirty)").waitFor();
    assert.equal(
      await readFile(file, "utf8"),
      `---
between: 1
sources:
  주문: {path: ./주문.csv, format: csv, schema: "\`날짜\` date, \`사용자 번호\` bigint, \`금액\` bigint, \`메모\` string"}
  앱_로그: {path: ./logs/dt=*/*.json, format: json, schema: "ts string, user bigint, tags array<string>, device struct<os:string,v:array<struct<n:bigint>>>, dt string"}
---
# 내 로그

\`\`\`{sql}
select *
from 주문
limit 100
\`\`\`

\`\`\`{sql}
select *
from 앱_로그
limit 100
\`\`\`
`,
    );

    await workbench.run("Between Notebooks: Focus on Data View");
    await treeRow(workbench, "주문").click();
    await treeRow(workbench, "앱_로그").click();
    await treeRow(workbench, "device").getByText("struct<os:string,v:array<struct<n:bigint>>>").waitFor();
    await workbench.screenshot("data-light");
    await workbench.theme("dark");
    await workbench.screenshot("data-dark");

    await workbench.cell(2).type("select  from 주문");
    await workbench.page.keyboard.press("Control+Home");
    for (const _ of "select ") await workbench.page.keyboard.press("ArrowRight");
    await treeRow(workbench, "사용자 번호").hover();
    await treeRow(workbench, "사용자 번호").getByRole("button", { name: "Insert Name" }).click();
    await workbench.page.locator(".view-line", { hasText: "select `사용자 번호` from 주문" }).waitFor();

    await treeRow(workbench, "앱_로그").hover();
    await treeRow(workbench, "앱_로그").getByRole("button", { name: "Preview" }).click();
    await workbench.cell(3).until("success");
    assert.match((await workbench.cell(3).status()).join(), /4 rows/);
  });

  scenario("a log with lines that cannot be read has columns all the same", {}, async ({ vscode, workbench }) => {
    await vscode.write("torn.json", '{"user": 1}\nnot json\n{"user": 3}\n');
    await vscode.write("own.between-nb", "# Torn\n");
    await workbench.open("own.between-nb");
    await workbench.toolbar("Add Data…");
    await workbench.choose("A file");
    await chooseFile(workbench, join(vscode.folder, "torn.json"));
    await answerLine(workbench, "Add data");
    await workbench.page.getByText("torn.json, line 2, is not valid JSON").waitFor({ timeout: 120_000 });
    await workbench.screenshot("data-malformed");
    await dialogButton(workbench, "Leave Them Out").click();
    await workbench.page.locator(".view-line", { hasText: "on-malformed: skip" }).first().waitFor();
    await workbench.toolbar("Run All");
    await workbench.cell(2).until("success");
    const outputs = await workbench.outputs();
    await outputs.getByText("1 of 3 lines of torn could not be read and are left out.").waitFor();
  });
});
