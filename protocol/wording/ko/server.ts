export const server = {
  "server.port-taken": "{host}의 {port}번 포트를 다른 프로그램이 쓰고 있습니다.",
  "server.port-taken.hint": "--port로 다른 포트를 고르거나, 그 포트를 쓰는 프로그램을 멈추세요.",
  "server.cannot-listen": "{host}:{port}에서 연결을 받을 수 없습니다: {reason}.",
  "server.cannot-listen.hint": "--host에 이 컴퓨터의 주소를, --port에 비어 있는 포트를 지정하세요.",
  "server.state-folder": "상태 폴더 {path}를 쓸 수 없습니다: {reason}.",
  "server.state-folder.hint":
    "저널과 결과, 실행 기록을 저장하는 폴더입니다. 쓸 수 있는 폴더를 --state로 지정하거나 디스크 공간을 늘리세요.",
  "server.bad-argument": "{reason}.",
  "server.bad-argument.hint": "`between help serve`로 옵션을 볼 수 있습니다.",
} as const;
