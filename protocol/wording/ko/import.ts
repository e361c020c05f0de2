export const importing = {
  // 노트북이 되지 못한 파일.
  "import.not-utf8": "UTF-8 텍스트 파일이 아닙니다.",
  "import.not-utf8.hint": "UTF-8로 저장하거나 다시 내보내세요. 아무것도 쓰지 않았습니다.",
  "import.empty-file": "파일이 비어 있습니다.",
  "import.not-json": "파일이 손상되어 JSON을 읽을 수 없습니다({reason}).",
  "import.not-json.hint": "노트북을 다시 내보내거나 백업에서 가져오세요. 아무것도 쓰지 않았습니다.",
  "import.unknown-format": "Zeppelin 노트도 Jupyter 노트북도 아닙니다.",
  "import.unknown-format.hint":
    "Zeppelin 파일은 NAME_ID.zpln, ID/note.json 또는 JSON 내보내기이고, Jupyter 파일은 NAME.ipynb입니다.",
  "import.cannot-write": "노트북을 다시 읽어 똑같이 나오도록 쓸 수 없습니다({reason}).",
  "import.cannot-write.hint": "가져오기의 결함입니다. 공유해도 되는 노트북이라면 함께 알려 주세요.",

  // 파일 전체.
  "import.leading-comment": "노트북 앞의 주석은 옮기지 않았습니다. 주석 때문에 올바른 JSON이 아니었습니다.",
  "import.trailing-text": "노트북 끝 뒤에 남은 괄호는 옮기지 않았습니다.",
  "import.angular-objects": "Angular 객체는 해당하는 기능이 없어 옮기지 않았습니다: {count}개.",
  "import.personalized": "개인화 모드는 없습니다. 여기서 매개변수는 사람마다 따로이고 결과는 함께 봅니다.",
  "import.report-look": "“report” 보기는 코드를 숨기므로 모든 셀에 hide: code를 넣었습니다.",
  "import.widgets": "대화형 위젯의 상태는 옮기지 않았습니다.",
  "import.cron": "일정 {quartz}을(를) {cron}(으)로 옮기고 멈춘 상태로 두었습니다.",
  "import.cron-zone":
    "Zeppelin은 일정에 시간대를 저장하지 않고 서버의 시간대를 씁니다. 파일에는 UTC로 적었으니 시작하기 전에 고치세요.",
  "import.cron-zone-given": "일정은 {timezone} 시간대로 실행됩니다.",
  "import.cron-user": "일정은 {user} 사용자로 실행되었습니다. 여기서는 시작한 사람으로 실행됩니다.",
  "import.cron-unreadable": "일정 {cron}을(를) 읽을 수 없어 옮기지 않았습니다.",
  "import.cron-year": "일정 {cron}에는 cron으로 쓸 수 없는 연도 {year}이(가) 있어 옮기지 않았습니다.",
  "import.cron-day-word": "일정 {cron}에는 cron으로 쓸 수 없는 {word}이(가) 있어 옮기지 않았습니다.",

  // 단락이 무엇이 되었는지.
  "import.markdown": "Markdown입니다.",
  "import.markdown-html": "보고서에서는 Markdown 안의 HTML이 글자 그대로 보입니다.",
  "import.sql": "SQL입니다.",
  "import.sql-elsewhere": "다른 프로그램의 연결에서 실행하던 SQL을 여기서는 노트북의 엔진에서 실행합니다.",
  "import.cluster-language": "{language} 셀입니다. Python은 모든 엔진에서, Scala는 Spark에서 실행됩니다.",
  "import.other-language":
    "{interpreter}을(를) 실행하는 것이 여기에는 없습니다. 코드는 {language} 언어의 셀로 남겼고, 실행하면 실패합니다.",
  "import.default-interpreter": "인터프리터가 적혀 있지 않아 노트의 기본값 {interpreter}을(를) 따랐습니다.",
  "import.raw-cell": "raw 셀은 글로 남겼습니다.",
  "import.disabled": "사용하지 않게 꺼 둔 단락이라 코드를 실행되지 않는 글로 남겼습니다.",
  "import.empty": "비어 있어 옮기지 않았습니다.",
  "import.settings-only": "코드 없이 인터프리터 설정만 있어 옮기지 않았습니다.",
  "import.hidden-title": "보이지 않던 제목 “{title}”은(는) 옮기지 않았습니다.",
  "import.properties": "인터프리터 뒤의 설정 가운데 해당하는 기능이 없는 것: {properties}.",
  "import.limit": "limit={limit}을(를) preview: {limit}(으)로 옮겼습니다.",
  "import.save-as": "saveAs={written}을(를) name: {name}(으)로 옮겼습니다.",
  "import.interpolate": "중괄호 안의 z 값은 여기서 채워지지 않습니다. 셀에 이름을 붙이고 select로 읽으세요.",
  "import.view-cell":
    "임시 뷰 {name}을(를) 같은 이름의 셀로 바꾸었습니다. 명령은 매개변수를 받지 않지만 이름 있는 셀은 받습니다. 읽는 방법은 그대로입니다.",
  "import.z-show": "z.show는 없습니다. 셀은 마지막 줄의 값을 보여 줍니다.",
  "import.z-forms": "코드에서 만든 폼은 옮기지 않았습니다: {calls}. 대신 매개변수를 선언하세요.",
  "import.z-calls": "Zeppelin 자체를 부르는 호출은 해당하는 기능이 없습니다: {calls}.",
  "import.free-parameter": "이름 앞의 콜론은 여기서 매개변수를 뜻하므로 값 없이 선언했습니다: {names}.",

  // 폼.
  "import.form": "폼 “{form}”을(를) 매개변수 {parameter}({type})(으)로 옮겼습니다.",
  "import.form-hidden": "폼 “{form}”은(는) 숨겨져 있었지만 매개변수는 보입니다.",
  "import.form-labels": "“{form}”의 선택지에 있던 표시 이름은 빠지고 값이 보입니다.",
  "import.form-name": "“{form}”은(는) SQL에서 이름 자리에 있어 identifier(:{parameter})(으)로 적었습니다.",
  "import.form-bare-unknown":
    "“{form}”은(는) 따옴표 밖에 있고 타입을 알 만한 값이 없어 {parameter}을(를) text로 바인딩했습니다. 확인하세요.",
  "import.form-default": "“{form}”의 마지막 값은 매개변수가 받지 않는 값이라 기본값이 없습니다: {value}.",
  "import.form-fixed": "“{form}”은(는) SQL이 매개변수를 받지 않는 자리에 있어 마지막 값을 그대로 적었습니다: {value}.",
  "import.form-values-differ":
    "여기서 “{form}”의 값은 따로 {value}이었습니다. 이제 노트북에 매개변수 {parameter} 하나가 있습니다.",
  "import.password-dropped":
    "비밀번호 폼 “{form}”의 값은 옮기지 않았습니다. 매개변수는 실행마다 기록되므로 비밀 값은 엔진에 주세요.",

  // 차트.
  "import.chart": "차트 {mode}을(를) chart: {type}(으)로 옮겼습니다.",
  "import.chart-pivot": "차트의 피벗({pivot})을 모든 행으로 계산하는 별도의 셀로 만들었습니다.",
  "import.chart-no-pivot": "차트의 피벗({pivot})은 이 셀에서 표현할 수 없어 단순한 {type} 차트로 옮겼습니다.",
  "import.chart-looks": "차트 모양 가운데 해당하는 기능이 없는 것: {looks}.",
  "import.chart-pie-values": "파이 차트는 값 하나를 보여 줍니다: {column}.",
  "import.chart-no-columns": "차트 {mode}에 열이 지정되어 있지 않아 옮기지 않았습니다.",
  "import.chart-unknown": "차트 {mode}에 해당하는 것이 없습니다.",
  "import.chart-not-numbers": "차트 {mode}은(는) {column} 열이 숫자가 아니어서 옮기지 않았습니다.",
  "import.chart-not-last": "셀은 마지막 표를 그립니다. 출력 {message}의 차트는 옮기지 않았습니다.",

  // 결과.
  "import.results": "결과를 첫 실행으로 보관했습니다: 출력 {outputs}개, 그중 표 {tables}개.",
  "import.result-kind": "결과에서 뺀 것: {type} {count}개.",
  "import.result-ragged": "행의 열 수가 머리글과 다른 표는 결과에서 뺐습니다.",
  "import.result-unplaced": "보여 주던 것은 놓일 셀이 없어 옮기지 않았습니다.",
  "import.result-secret": "결과에 비밀번호 폼의 값이 들어 있어 뺐습니다.",

  // Jupyter.
  "import.magic": "{magic}(으)로 언어를 정했습니다.",
  "import.magic-unknown": "{magic}은(는) 알 수 없습니다. 코드는 그 언어의 셀로 남겼고, 실행하면 실패합니다.",
  "import.cell-magic": "{magic}은(는) 옮기지 않았습니다.",
  "import.line-magics": "코드가 IPython의 기능을 씁니다: {magics}.",
  "import.shell": "셸 명령은 sh 언어의 셀로 남겼고, 실행하면 실패합니다.",
  "import.sql-arguments": "SQL 매직 뒤에 있던 연결과 옵션은 옮기지 않았습니다.",
  "import.sql-name": "결과의 이름은 {name}입니다.",
  "import.sql-template": "SQL에 Python 변수가 들어 있습니다. 매개변수를 선언하고 :name으로 쓰세요.",
  "import.parameters-cell":
    "매개변수 셀에서 대입한 것을 SQL과 글에서 쓰도록 선언했습니다: {names}. 셀에는 자체 값이 그대로 있습니다.",
  "import.parameters-rest": "매개변수 셀에서 단순한 대입이 아닌 줄: {lines}.",
  "import.attachments": "글 안에 든 그림은 옮기지 않았습니다: {names}. 노트북 옆에 파일로 저장하세요.",
  "import.tags": "해당하는 기능이 없는 태그: {tags}.",

  // 저장된 실행.
  "import.from-zeppelin":
    "Zeppelin이 계산한 결과를 가져온 것입니다. Zeppelin은 타입을 저장하지 않으므로 숫자로 적힌 것은 숫자로 보입니다.",
  "import.from-jupyter": "Jupyter가 계산한 결과를 가져온 것입니다.",
  "import.failed": "가져오기 전에 이미 실패한 셀입니다.",

  // between import.
  "cli.verb.import": "Zeppelin 노트와 Jupyter 노트북을 노트북으로 바꾸기",
  "cli.about.import":
    "Zeppelin 노트(.zpln, note.json, 내보낸 파일)와 Jupyter 노트북(.ipynb)을 .between-nb 파일로 바꿉니다. 폴더째로도 됩니다. 아무것도 실행하지 않고, 원본은 건드리지 않으며, 이미 있는 파일은 덮어쓰지 않습니다. 결과는 첫 실행이 되어 “between report”로 볼 수 있습니다.",
  "cli.option.import-out": "원본 옆 대신 이 폴더 아래에 쓰기",
  "cli.option.import-force": "이미 있고 내용이 다른 노트북을 덮어쓰기",
  "cli.option.import-timezone": "노트북과 그 안의 시각에 쓸 IANA 시간대(UTC)",
  "cli.option.import-report": "단락마다 무엇이 되었는지를 Markdown으로 쓰기",
  "cli.option.import-json": "파일마다 전체 보고를 담은 JSON 객체를 한 줄씩 출력",
  "import.file-done": "{from} → {to}",
  "import.file-unchanged": "{from} → {to} (그대로)",
  "import.file-exists": "{to} 파일이 이미 있고 내용이 다릅니다.",
  "import.file-exists.hint": "--force로 덮어쓰거나 --out으로 다른 곳에 쓰세요.",
  "import.file-schedule": "일정(멈춤): {file}",
  "import.file-schedule-kept": "{file} 파일이 이미 있어 그대로 두었습니다.",
  "import.file-run": "결과: 실행 {run}",
  "import.file-no-run": "결과를 보관하지 못했습니다: {reason}",
  "import.file-counts": "그대로 {converted}개, 비슷하게 {approximated}개, 제외 {dropped}개",
  "import.file-skipped-trash": "{from}은(는) 휴지통에 있어 옮기지 않았습니다.",
  "import.outcome.converted": "그대로",
  "import.outcome.approximated": "비슷하게",
  "import.outcome.dropped": "제외",
  "import.paragraph": "단락 {index}",
  "import.paragraph-titled": "단락 {index} “{title}”",
  "import.cell": "셀 {index}",
  "import.cell-titled": "셀 {index} “{title}”",
  "import.whole": "노트북",
  "import.nothing": "{path}: Zeppelin 노트도 Jupyter 노트북도 없습니다.",
  "import.nothing.hint": ".zpln, note.json, .json, .ipynb를 하위 폴더까지 찾았습니다.",
  "import.summary":
    "가져옴: {imported}개. 변화 없음: {unchanged}개. 실패: {failed}개. 단락과 셀: 그대로 {converted}개, 비슷하게 {approximated}개, 제외 {dropped}개.",
  "import.report-title": "가져오기 보고",
  "import.report-columns": "단락 | 언어 | 결과 | 설명",
  "import.report-written": "보고서: {file}",
} as const;
