/** Cells that run in a process beside the engine. */
export const workers = {
  "cell.no-worker": "This server runs no {language} cells.",
  "cell.no-worker.hint": "Choose another engine, or ask whoever runs the server.",
  "cell.scala-needs-spark": "Scala cells run on Apache Spark, and this notebook's engine is another.",
  "cell.scala-needs-spark.hint":
    "Run with --engine local-spark, or with an engine of a cluster, or name it in the front matter (`engine: local-spark`): it runs the SQL and Python cells as well.",
  "cell.drawn-in-editor": "Vega-Lite cells are drawn in the editor, over the rows of the cell that they name.",
  "cell.frame-cut": "The last frame has more rows than the server took, so it cannot be named, saved or checked.",
  "cell.frame-cut.hint": "Make it a frame of Spark with spark.createDataFrame(frame), which has no such limit.",
  "cell.media-too-many": "Only the first {limit} pictures and texts of this cell are shown.",
  "cell.media-too-large": "Something of {units} characters ({mime}) is not shown; {limit} is the limit.",
  "cell.media-run-full":
    "The pictures and texts of this run are more than {limit} characters; what came after is not shown.",
  "worker.setting-up": "Setting up {language} cells (once): {detail}",
  "worker.names-lost":
    "The {language} process is a new one: what earlier cells made in it is gone. Run them again where you need it.",
  "worker.server-restarted":
    "The server was started again while this {language} cell ran, and its process ended with it.",
  "worker.server-restarted.hint": "Run the cell again.",
} as const;
