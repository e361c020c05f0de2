/** Notebooks as documents of the editor. */
export const document = {
  "document.new-title": "제목 없는 노트북",
  "document.not-text": "이 파일은 UTF-8 텍스트가 아니어서({offset}번째 바이트) 노트북으로 열 수 없습니다.",
  "document.not-text.hint": "아무것도 바뀌지 않았습니다. 다른 편집기로 열어 내용을 확인하십시오.",
  "document.has-problems": "{file}에 문제가 {count}개 있습니다. 텍스트는 있는 그대로 표시합니다.",
  "document.show-problems": "문제 보기",
  "document.open-as-text": "텍스트로 열기",
  "document.no-notebook": "먼저 Between 노트북을 여십시오.",
  "document.report-title": "HTML 보고서 내보내기",
  "document.report-making": "{file}의 보고서를 만드는 중…",
  "document.report-written": "보고서를 {file}에 저장했습니다.",
  "document.report-open": "열기",
  "document.report-run-first": "모두 실행한 뒤 내보내기",
  "document.report-as-shown": "보이는 대로 내보내기",
  "document.report-nothing": "내보낼 결과가 없습니다. 이 노트북에서 실행한 셀이 없습니다.",
  "document.report-incomplete":
    "셀 {of}개 중 {missing}개에 현재 코드의 결과가 없습니다. 보고서에는 지금 상태 그대로 실립니다.",
  "document.report-no-kernel": "이 노트북에 선택된 엔진이 없습니다.",
  "document.report-no-kernel.hint": "오른쪽 위의 “커널 선택”에서 고르십시오.",
} as const;
