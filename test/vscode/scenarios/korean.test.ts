import { describe } from "mocha";
import { scenario } from "../scenario.ts";

const NOTEBOOK = `---
between: 1
title: 가입 깔때기
lang: ko
---
# 가입 깔때기

\`\`\`{sql}
--| name: 방문
--| chart: {type: bar, x: 요일, y: 방문자}
select * from values ('월', 120), ('화', 98), ('수', 143), ('목', 131), ('금', 87) as t(요일, 방문자)
\`\`\`

\`\`\`{sql}
select nosuch from range(3)
\`\`\`
`;

describe("in Korean", () => {
  scenario("commands, results and errors are Korean throughout", { locale: "ko" }, async ({ vscode, workbench }) => {
    await vscode.write("가입.between-nb", NOTEBOOK);
    await workbench.open("가입.between-nb");
    await workbench.run("View: Toggle Primary Side Bar Visibility");
    await workbench.toolbar("Run All");
    await workbench.cell(2).until("success", 120_000);
    await workbench.cell(3).until("error");
    const outputs = await workbench.outputs();
    await outputs.getByRole("tab", { name: "차트" }).first().waitFor();
    await outputs.locator("svg.marks").waitFor();
    await workbench.screenshot("korean-chart");
    await workbench.cell(3).show();
    await workbench.scroll(300);
    await outputs
      .getByText(/nosuch.*(없|찾을 수)/)
      .first()
      .waitFor();
    await workbench.screenshot("korean-error");
    await workbench.run("Between Notebooks: 새 Between 노트북");
  });
});
