/** Notebooks as documents of the editor. */
export const document = {
  "document.new-title": "제목 없는 노트북",
  "document.not-text": "이 파일은 UTF-8 텍스트가 아니어서({offset}번째 바이트) 노트북으로 열 수 없습니다.",
  "document.not-text.hint": "아무것도 바뀌지 않았습니다. 다른 편집기로 열어 내용을 확인하십시오.",
  "document.has-problems": "{file}에 문제가 {count}개 있습니다. 텍스트는 있는 그대로 표시합니다.",
  "document.show-problems": "문제 보기",
  "document.open-as-text": "텍스트로 열기",
  "document.no-notebook": "먼저 Between 노트북을 여십시오.",
} as const;
