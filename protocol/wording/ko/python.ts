/** Python cells. */
export const python = {
  "python.setup-offline": "Python 셀에 필요한 패키지를 내려받지 못했습니다. 패키지 저장소에 연결할 수 없습니다.",
  "python.setup-offline.hint":
    "첫 Python 셀을 실행할 때에는 네트워크가 필요합니다(약 150MB). 연결한 뒤 다시 실행하세요. 그다음부터는 필요 없습니다.",
  "python.setup-failed": "Python 셀에 필요한 패키지를 설치하지 못했습니다.",
  "python.setup-failed.hint": "설치 프로그램의 메시지는 위에 있습니다. 다시 실행하면 설치를 처음부터 다시 합니다.",
  "python.setup-disk-full": "{path}의 디스크가 가득 찼습니다. Python 셀에는 약 700MB가 필요합니다.",
  "python.setup-disk-full.hint": "공간을 비우거나 BETWEEN_CACHE에 다른 디스크의 폴더를 지정하세요.",
  "python.requirement-invalid": "requirements의 “{requirement}”은(는) 패키지 이름과 버전이 아닙니다.",
  "python.requirement-invalid.hint": "패키지 저장소의 이름 그대로 적으세요: scikit-learn==1.7.2, polars>=1.",
  "python.requirements-offline": "requirements의 패키지를 내려받지 못했습니다. 패키지 저장소에 연결할 수 없습니다.",
  "python.requirements-offline.hint": "패키지는 목록마다 한 번만 내려받습니다. 연결한 뒤 다시 실행하세요.",
  "python.requirements-failed": "requirements의 패키지를 설치하지 못했습니다.",
  "python.requirements-failed.hint":
    "설치 프로그램의 메시지는 위에 있습니다. 이름이나 버전을 고치세요. 이 Python용 wheel이 없는 패키지는 사용할 수 없습니다.",
  "python.windows": "Python 셀은 Windows에서 바로 실행되지 않습니다.",
  "python.windows.hint": "노트북을 WSL이나 서버에서 여세요. SQL 셀은 여기서도 실행됩니다.",
  "python.chosen-elsewhere":
    "여러 사람이 쓰는 서버에서는 사용자 컴퓨터의 인터프리터({python})로 Python 셀을 실행할 수 없습니다.",
  "python.chosen-elsewhere.hint":
    "인터프리터를 지정하지 마세요. 서버에 자체 환경이 있고, 머리말의 `requirements:`로 패키지를 더합니다.",
  "python.chosen-relative": "인터프리터 {python}이(가) 절대 경로가 아닙니다.",
  "python.chosen-relative.hint": "“Python: 인터프리터 선택”으로 다시 고르세요.",
  "python.chosen-missing": "Python 셀에 쓰려고 고른 인터프리터가 없습니다: {python}.",
  "python.chosen-missing.hint":
    "“Python: 인터프리터 선택”으로 다른 것을 고르고 세션을 다시 시작하거나, `between.pythonCells`를 `own`으로 바꾸세요.",
  "python.chosen-broken": "Python 셀에 쓰려고 고른 인터프리터가 작동하지 않습니다: {python}.",
  "python.chosen-broken.hint":
    "출력은 위에 있습니다. “Python: 인터프리터 선택”으로 다른 것을 고르고 세션을 다시 시작하거나, `between.pythonCells`를 `own`으로 바꾸세요.",
  "python.chosen-old": "Python 셀에 쓰려고 고른 인터프리터는 Python {version}입니다: {python}.",
  "python.chosen-old.hint":
    "Python 셀에는 3.10 이상이 필요합니다. “Python: 인터프리터 선택”으로 다른 것을 고르고 세션을 다시 시작하세요.",
  "python.chosen-lacks": "인터프리터 {python}에 Python 셀에 필요한 것이 없습니다: {packages}.",
  "python.chosen-lacks.hint":
    "이 인터프리터에는 아무것도 저절로 설치하지 않습니다. `{command}`(으)로 설치한 뒤 셀을 다시 실행하거나, `between.pythonCells`를 `own`으로 바꾸고 세션을 다시 시작하세요.",
  "python.start-failed": "Python 프로세스를 시작하지 못했습니다({how}).",
  "python.start-failed.hint":
    "메시지는 위에 있습니다. 캐시 폴더가 손상되었다면 지우고 다시 실행하세요. 서버가 셀을 다른 사용자로 실행한다면(설정의 cells:) 그 사용자가 캐시를 읽을 수 있어야 합니다.",
  "python.start-timeout": "Python 프로세스가 {seconds}초가 지나도 준비되지 않아 끝냈습니다.",
  "python.start-timeout.hint":
    "프로세스의 메시지가 있으면 위에 있습니다. 셀을 다시 실행하세요. 계속 같으면 서버가 Python 앞에 두는 것(서버 설정의 cells:)과 엔진이 응답하는지 확인하세요.",
  "python.died": "셀을 실행하는 동안 Python 프로세스가 끝났습니다({how}).",
  "python.died.hint": "Python 셀이 만든 것은 사라졌고 SQL의 이름은 남아 있습니다. 필요한 Python 셀을 다시 실행하세요.",
  "python.out-of-memory": "Python 프로세스가 메모리 한도 {limit}MB를 넘어서 종료했습니다.",
  "python.out-of-memory.hint":
    "Python 셀이 만든 것은 사라졌습니다. 큰 데이터는 Spark 프레임에 두거나, 서버 설정에서 한도를 올리세요.",
  "python.not-stopping": "중단한 셀이 멈추지 않아 Python 프로세스를 종료했습니다.",
  "python.not-stopping.hint":
    "Python 셀이 만든 것은 사라졌고 SQL의 이름은 남아 있습니다. 필요한 Python 셀을 다시 실행하세요.",
  "python.line-closed": "셀이 자기 것이 아닌 Python 프로세스의 파일을 닫아서 프로세스를 종료했습니다.",
  "python.line-closed.hint": "셀이 직접 연 것만 닫고, 번호 범위로 닫지 마세요(`os.closerange`).",
  "python.interrupted": "셀이 스스로 중단했습니다.",
  "python.error": "{type}: {message}",
  "python.error-silent": "{type}",
  "python.function-versions":
    "엔진은 Python {engine}으로 함수를 실행하고 셀은 Python {cells}에서 실행되어, 서로의 함수를 읽지 못합니다.",
  "python.function-versions.hint":
    "두 쪽의 부 버전을 같게 하세요. 셀은 서버 설정의 python: interpreter(내 컴퓨터라면 BETWEEN_PYTHON)로, Spark는 Connect 서버의 PYSPARK_PYTHON으로 정하며 그 경로는 작업 노드에도 있어야 합니다. SQL과 Python 함수를 쓰지 않는 셀은 그대로 실행됩니다.",
  "python.function-lacks": "엔진의 Python에 이 함수가 쓰는 패키지 {name}이(가) 없습니다.",
  "python.function-lacks.hint":
    "Spark 작업 노드가 함수를 실행하는 Python(PYSPARK_PYTHON)에 설치하세요. pandas와 PyArrow는 항상 필요합니다. requirements:의 패키지는 셀에만 설치되고 클러스터에는 설치되지 않습니다.",
  "python.function-error": "엔진이 실행한 함수가 실패했습니다. {type}: {message}",
  "python.thread-of-earlier-cell":
    "이 가운데 일부는 앞서 실행한 셀({cell})이 시작해 두고 끝내지 않은 스레드에서 나왔습니다.",
  "python.media-too-large": "크기가 {size}인 출력({mime})은 표시하지 않습니다. 한도는 1MB입니다.",
} as const;
