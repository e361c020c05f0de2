package betweennotebooks

import java.util.concurrent.atomic.AtomicInteger
import scala.runtime.ScalaRunTime
import org.apache.spark.sql.{Dataset, SparkSession}

/** What cells find without an import of their own. */
object Cells {
  @volatile var spark: SparkSession = _
  @volatile private[betweennotebooks] var show: Show = _

  /** Shows a value under the cell: a frame as a table, anything else as text. */
  object display {
    def apply(value: Any): Unit = show.displayed(value)
    def markdown(text: String): Unit = show.media("text/markdown", text)
    def html(text: String): Unit = show.media("text/html", text)
    def svg(text: String): Unit = show.media("image/svg+xml", text)
  }
}

/** Sends what is to be seen. A frame becomes a view of the session, which the kernel-server reads. */
final class Show(wire: Wire, views: String) {
  private val count = new AtomicInteger

  def displayed(value: Any): Unit = value match {
    case frame: Dataset[_] => view(frame, shown = true)
    case other             => media("text/plain", text(other))
  }

  /** The value that a cell ends with. */
  def last(name: String, tpe: String, value: Any): Unit = value match {
    case _ if tpe == "Unit" => ()
    case frame: Dataset[_] => view(frame, shown = false)
    case other             => media("text/plain", s"$name: $tpe = ${text(other)}")
  }

  def media(mime: String, data: String): Unit = wire.send("media", "mime" -> mime, "data" -> data)

  private def view(frame: Dataset[_], shown: Boolean): Unit = {
    val name = s"${views}_${count.incrementAndGet()}"
    frame.createOrReplaceTempView(name)
    wire.send("view", "view" -> name, "shown" -> shown)
  }

  /** As the REPL shows values: collections by their elements, a thousand at most. */
  private def text(value: Any): String = {
    val whole = Names.readable(ScalaRunTime.stringOf(value, 1000))
    if (whole.length <= Show.longest) whole else whole.take(Show.longest) + "…"
  }
}

object Show {
  private val longest = 100000
}
