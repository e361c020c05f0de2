/** Parameters, sources and named results. */
export const data = {
  "data.parameters-title": "매개변수",
  "data.parameters-no-notebook": "노트북을 열면 매개변수가 여기에 보입니다.",
  "data.parameters-none": "이 노트북에는 매개변수가 없습니다. 머리말에 추가하십시오.",
  "data.parameters-note": "값은 사용자의 것이며 이 컴퓨터에만 남습니다. 파일에는 기본값이 그대로 있습니다.",
  "data.parameter-means": "실제 값: {value}",
  "data.parameter-reset": "되돌리기",
  "data.parameter-reset-to": "파일의 기본값으로 되돌리기: {value}",
  "data.parameter-pick": "달력에서 {name} 고르기",
  "data.parameter-true": "참",
  "data.parameter-false": "거짓",
} as const;
