export const report = {
  "values.unreadable": "행을 읽을 수 없습니다: {reason}.",
  "values.unknown-type": "아직 보여 줄 수 없는 타입({type})의 열이 있습니다.",
  "values.unknown-type.hint": "그 열을 문자열로 변환(cast)하거나 쿼리에서 빼세요.",
} as const;
