package betweennotebooks

import java.lang.reflect.InvocationTargetException

/** An exception as the kernel-server tells it. */
object Failure {
  /** `label`: of the cell that failed, which its elements of a stack trace bear as their file's name. */
  def fields(thrown: Throwable, label: String): Seq[(String, Any)] = {
    val failure = unwrapped(thrown)
    val own = causes(failure).flatMap(_.getStackTrace).find(element => isOfCell(element) && element.getFileName == label)
    // What failed on the engine names no line of the cell.
    val line = own.fold(Stop.lastLine)(_.getLineNumber)
    Seq(
      "type" -> Names.readable(failure.getClass.getName),
      "message" -> Option(failure.getMessage).fold("")(Names.readable),
      "trace" -> causes(failure).map(trace).mkString("Caused by: "),
      "line" -> line
    )
  }

  /** What the interpreter puts around what the cell threw. */
  private def unwrapped(thrown: Throwable): Throwable = thrown match {
    case _: InvocationTargetException | _: ExceptionInInitializerError if thrown.getCause != null => unwrapped(thrown.getCause)
    case _                                                                                        => thrown
  }

  private def causes(failure: Throwable): List[Throwable] =
    Iterator.iterate(failure)(_.getCause).takeWhile(_ != null).take(6).toList

  /** Down to the cell's own code; below it stands only how cells are run. */
  private def trace(failure: Throwable): String = {
    val elements = failure.getStackTrace.toSeq.filterNot(isWrapper).map("\tat " + _)
    (withoutInner(failure.toString) +: kept(elements)).map(Names.readable).mkString("", "\n", "\n")
  }

  /** A message of Spark's may hold whole stack traces of the cluster. */
  private def withoutInner(message: String): String = {
    val (lines, open) = message.linesIterator.foldLeft((Vector.empty[String], Vector.empty[String])) {
      case ((done, open), line) =>
        if (line.startsWith("\tat ")) (done, open :+ line) else ((done ++ kept(open)) :+ line, Vector.empty)
    }
    (lines ++ kept(open)).mkString("\n").take(8000)
  }

  private def kept(elements: Seq[String]): Seq[String] = {
    val lowest = elements.lastIndexWhere(_.contains("\tat $line"))
    if (lowest < 0) cut(elements, 4, 0) else cut(elements.take(lowest + 1), 12, 8)
  }

  private def cut(elements: Seq[String], first: Int, last: Int): Seq[String] = {
    val left = elements.size - first - last
    if (left <= 1) elements else elements.take(first) ++ (s"\t… $left more" +: elements.takeRight(last))
  }

  private def isOfCell(element: StackTraceElement) = element.getClassName.startsWith("$line")

  /** The classes around a cell. */
  private def isWrapper(element: StackTraceElement) =
    Names.isWrapper(element.getClassName) || element.getFileName == "<synthetic>"
}
