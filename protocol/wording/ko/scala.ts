/** Scala cells. */
export const scala = {
  "scala.no-java": "Scala 셀에는 Java 17 이상이 필요한데 이 컴퓨터에 없습니다.",
  "scala.no-java.hint":
    "17 이상의 JDK나 JRE를 설치하거나 그 폴더를 JAVA_HOME에 지정하세요. SQL과 Python 셀은 Java 없이도 실행됩니다.",
  "scala.needs-spark-4": "Scala 셀에는 Apache Spark 4.0 이상이 필요한데 이 엔진은 {version}입니다.",
  "scala.needs-spark-4.hint": "그 버전의 엔진을 고르거나, 셀을 SQL이나 Python으로 작성하세요.",
  "scala.fetch-failed": "이 엔진의 Scala 셀에 필요한 Spark {version}의 jar를 내려받지 못했습니다.",
  "scala.fetch-failed.hint":
    "설치 프로그램의 메시지는 위에 있습니다. 약 450 MB를 한 번만 내려받습니다. 또는 커널 서버가 실행되는 곳의 SPARK_HOME에 Spark {version}의 폴더를 지정하세요.",
  "scala.home-incomplete": "{path}에 Scala 셀에 필요한 jar(jars/connect-repl과 Scala 컴파일러)가 없습니다.",
  "scala.home-incomplete.hint":
    "SPARK_HOME에 Spark 4의 전체 배포본을 지정하거나, SPARK_HOME을 비워 두면 알맞은 것을 내려받습니다.",
  "scala.setup-failed": "Spark {version}의 jar로 Scala 셀의 작업 프로세스를 컴파일하지 못했습니다.",
  "scala.setup-failed.hint": "컴파일러의 메시지는 위에 있습니다.",
  "scala.start-failed": "Scala 셀의 작업 프로세스가 시작되지 않았습니다({how}).",
  "scala.start-failed.hint":
    "프로세스의 메시지는 위에 있습니다. 셀을 다시 실행하면 새로 시작합니다. 서버가 셀을 다른 사용자로 실행한다면(설정의 cells:) 그 사용자가 캐시와 Spark의 jar를 읽을 수 있어야 합니다.",
  "scala.start-timeout": "Scala 셀의 작업 프로세스가 {seconds}초가 지나도 준비되지 않아 끝냈습니다.",
  "scala.start-timeout.hint":
    "프로세스의 메시지가 있으면 위에 있습니다. 셀을 다시 실행하세요. 계속 같으면 서버가 Java 앞에 두는 것(서버 설정의 cells:)과 엔진이 응답하는지 확인하세요.",

  "scala.compile-error": "셀이 컴파일되지 않습니다: {message}",
  "scala.compile-errors": "셀이 컴파일되지 않습니다(오류 {count}개). 첫 번째: {message}",
  "scala.incomplete": "셀이 중간에서 끝났습니다. 괄호, 따옴표 또는 정의가 닫히지 않았습니다.",
  "scala.error": "{type}: {message}",
  "scala.error-silent": "{type}",

  "scala.exited": "셀이 실행되는 중에 Scala 작업 프로세스가 끝났습니다. 코드가 종료를 호출했습니다(코드 {code}).",
  "scala.exited.hint":
    "Scala 셀에서 정의한 것은 사라졌고 SQL과 뷰는 남아 있습니다. sys.exit를 빼고 첫 Scala 셀부터 다시 실행하세요.",
  "scala.out-of-memory": "Scala 작업 프로세스의 메모리({limit} MiB)가 부족했고, Scala 셀에서 정의한 것은 사라졌습니다.",
  "scala.out-of-memory.hint":
    "드라이버로 모으는 행을 줄이고 집계는 클러스터에서 하거나, 작업 프로세스의 메모리 한도를 올리세요. SQL과 뷰는 남아 있습니다.",
  "scala.died": "Scala 작업 프로세스가 끝났고({how}), Scala 셀에서 정의한 것은 사라졌습니다.",
  "scala.died.hint": "SQL과 뷰는 남아 있습니다. 첫 Scala 셀부터 다시 실행하세요.",
  "scala.not-stopping":
    "중단한 Scala 셀이 계속 실행되어 작업 프로세스를 끝냈고, Scala 셀에서 정의한 것도 함께 사라졌습니다.",
  "scala.not-stopping.hint": "SQL과 뷰는 남아 있습니다. 첫 Scala 셀부터 다시 실행하세요.",
} as const;
