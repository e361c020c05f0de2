/** Cells that run in a process beside the engine. */
export const workers = {
  "cell.no-worker": "이 서버는 {language} 셀을 실행하지 않습니다.",
  "cell.no-worker.hint": "다른 엔진을 고르거나 서버를 운영하는 사람에게 문의하세요.",
  "cell.scala-needs-spark": "Scala 셀은 Apache Spark에서 실행되는데, 이 노트북의 엔진은 다른 것입니다.",
  "cell.scala-needs-spark.hint":
    "--engine local-spark나 클러스터의 엔진으로 실행하거나 머리말에 적으세요(`engine: local-spark`). SQL과 Python 셀도 거기서 실행됩니다.",
  "cell.drawn-in-editor": "Vega-Lite 셀은 편집기에서, 이름을 적은 셀의 행 위에 그려집니다.",
  "cell.frame-cut": "마지막 프레임의 행이 서버가 받은 것보다 많아서 이름을 붙이거나 저장하거나 검사할 수 없습니다.",
  "cell.frame-cut.hint": "spark.createDataFrame(frame)으로 Spark 프레임을 만드세요. 그러면 이 제한이 없습니다.",
  "cell.media-too-many": "이 셀의 그림과 텍스트는 처음 {limit}개만 보여 줍니다.",
  "cell.media-too-large": "{units}자 크기의 출력({mime})은 보여 주지 않습니다. 한도는 {limit}자입니다.",
  "cell.media-run-full": "이 실행의 그림과 텍스트가 {limit}자를 넘었습니다. 그 뒤의 것은 보여 주지 않습니다.",
  "worker.setting-up": "{language} 셀을 준비하는 중입니다(한 번만): {detail}",
  "worker.names-lost":
    "{language} 프로세스가 새로 시작되어 앞 셀에서 만든 것이 사라졌습니다. 필요하면 그 셀을 다시 실행하세요.",
  "worker.server-restarted": "이 {language} 셀이 실행되는 동안 서버가 다시 시작되어 프로세스도 함께 끝났습니다.",
  "worker.server-restarted.hint": "셀을 다시 실행하세요.",
} as const;
