export const wire = {
  internal: "Between Notebooks 내부에서 문제가 생겼습니다: {reason}.",
  "internal.hint": "노트북이 아니라 프로그램의 문제입니다. 서버 로그와 함께 알려 주세요.",
} as const;
