package betweennotebooks

import java.io.{PrintWriter, Writer}
import java.util.{HashMap, Map => JavaMap}
import scala.collection.mutable.ArrayBuffer
import scala.reflect.internal.util.{CodeAction, Position}
import scala.tools.nsc.Settings
import scala.tools.nsc.interpreter.shell.ReplReporterImpl

/** What the compiler found, with its place in the cell: lines and columns from 1, columns in UTF-16 units. */
final case class Finding(line: Int, column: Int, endLine: Int, endColumn: Int, message: String) {
  def text: String = if (line == 0) message else s"$line:$column: $message"
  def fields: JavaMap[String, Any] = {
    val fields = new HashMap[String, Any]
    fields.put("message", message)
    if (line > 0) Seq("line" -> line, "column" -> column, "endLine" -> endLine, "endColumn" -> endColumn).foreach {
      case (key, value) => fields.put(key, value)
    }
    fields
  }
}

/** Keeps what the compiler reports instead of printing it. */
final class Findings(settings: Settings) extends ReplReporterImpl(settings, new PrintWriter(Writer.nullWriter)) {
  val errors = ArrayBuffer.empty[Finding]
  val warnings = ArrayBuffer.empty[Finding]

  def clear(): Unit = {
    reset()
    errors.clear()
    warnings.clear()
  }

  override def doReport(pos: Position, message: String, severity: Severity, actions: List[CodeAction]): Unit =
    if (severity == ERROR) errors += finding(pos, message)
    // Without a place it only counts warnings that are not shown.
    else if (severity == WARNING && pos.isDefined) warnings += finding(pos, "warning: " + message)

  private def finding(pos: Position, message: String): Finding =
    if (!pos.isDefined) Finding(0, 0, 0, 0, message)
    else {
      // Not `pos.column`, which widens tabs.
      def place(offset: Int) = {
        val line = pos.source.offsetToLine(offset)
        (line + 1, offset - pos.source.lineToOffset(line) + 1)
      }
      val (line, column) = place(pos.point)
      val (endLine, endColumn) = place(if (pos.isRange) pos.end.max(pos.point) else pos.point)
      Finding(line, column, endLine, endColumn, message)
    }
}
