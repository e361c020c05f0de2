import type { FunctionRow } from "./row.ts";

// prettier-ignore
export const windowed: readonly FunctionRow[] = [
  ["row_number()", "int", "row_number() over (partition by user order by ts)", "Number of the row in its window, from 1.", "창 안에서 행의 번호(1부터)입니다."],
  ["rank()", "int", "rank() over (order by bytes desc)", "Rank in the window; equal rows share one, and the next are skipped.", "창 안의 순위입니다. 같은 값은 같은 순위이고 다음 순위는 건너뜁니다."],
  ["dense_rank()", "int", "dense_rank() over (order by bytes desc)", "Rank in the window without gaps.", "건너뛰지 않는 창 안의 순위입니다."],
  ["percent_rank()", "double", "percent_rank() over (order by ms)", "Rank from 0 to 1.", "0에서 1 사이의 순위입니다."],
  ["cume_dist()", "double", "cume_dist() over (order by ms)", "Share of rows up to this one.", "이 행까지의 행 비율입니다."],
  ["ntile(n)", "int", "ntile(4) over (order by ms)", "Which of n equal groups the row is in, from 1.", "같은 크기의 n개 묶음 중 몇 번째인지(1부터)입니다."],
  ["lag(expr, offset, default)", "$0", "lag(ts) over (partition by user order by ts)", "The value of an earlier row of the window.", "창에서 앞선 행의 값입니다."],
  ["lead(expr, offset, default)", "$0", "lead(ts) over (partition by user order by ts)", "The value of a later row of the window.", "창에서 뒤따르는 행의 값입니다."],
  ["first_value(expr, ignoreNulls)", "$0", "first_value(path) over (partition by user order by ts)", "The value of the window's first row.", "창의 첫 행의 값입니다."],
  ["last_value(expr, ignoreNulls)", "$0", "last_value(path) over (partition by user order by ts)", "The value of the window's last row.", "창의 마지막 행의 값입니다."],
  ["nth_value(expr, n)", "$0", "nth_value(path, 2) over (partition by user order by ts)", "The value of the window's n-th row.", "창의 n번째 행의 값입니다."],
];
