/** What cells show besides tables. */
export const media = {
  "media.picture": "그림({type}, {bytes}바이트)",
  "media.picture-number": "이 셀의 그림 {number}",
  "media.broken": "읽을 수 없는 그림입니다.",
  "media.html": "HTML. 스크립트와 네트워크에서 불러오는 내용은 빠집니다",
  "media.html-text": "HTML(텍스트로 표시)",
  "media.source": "원본",
  "media.left-out":
    "이 셀의 그림과 텍스트 {count}개는 편집기에 보관하지 않았습니다. 다시 보려면 셀을 실행하거나 보고서를 내보내세요.",
  "media.shown": "편집기와 보고서에서 볼 수 있습니다: {type}, {bytes}",
  "media.loading": "불러오는 중…",
} as const;
