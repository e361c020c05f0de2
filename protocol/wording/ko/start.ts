/** 프로그램의 다른 부분을 읽기 전에 하는 말. */
export const start = {
  "start.node-old": "Between Notebooks에는 Node {least} 이상이 필요합니다. 지금은 {version}입니다({path}).",
  "start.node-old.hint":
    "더 새로운 Node를 PATH의 앞에 두세요. 서버 압축 파일의 bin/between과 시작 스크립트에는 환경 변수 NODE로 지정할 수도 있습니다.",
} as const;
