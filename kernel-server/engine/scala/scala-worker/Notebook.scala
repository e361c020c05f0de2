package betweennotebooks

import java.lang.Boolean.FALSE
import java.lang.{Boolean, Void}
import java.lang.invoke.MethodHandles
import java.lang.invoke.MethodType.methodType
import java.net.URLEncoder
import java.nio.file.Files
import com.fasterxml.jackson.databind.JsonNode
import org.apache.spark.sql.connect.SparkSession
import org.apache.spark.sql.connect.client.REPLClassDirMonitor

/** A cell as it is to be run. `between`: the source of the object of that name, with the parameters' values. */
final class CellRun(val code: String, val label: String, val between: String)

/** The session that the cells share, and the one of them that runs. */
final class Notebook(spark: SparkSession, classes: String, wire: Wire, views: String) {
  private val interpreter = new Interpreter(classes)
  private val stop = new Stop(spark, views)
  private var between = ""

  /** Prepares the interpreter, which takes some seconds. */
  def begin(): Unit = {
    Cells.spark = spark
    Cells.show = new Show(wire, views)
    interpreter.begin()
    interpreter.define(
      """@transient val spark: org.apache.spark.sql.SparkSession = betweennotebooks.Cells.spark
        |import spark.implicits._
        |import spark.sql
        |import org.apache.spark.sql.functions._
        |import betweennotebooks.Cells.display
        |""".stripMargin
    )
  }

  def run(cell: CellRun)(ended: (String, Seq[(String, Any)]) => Unit): Unit = {
    stop.renew()
    val thread = new Thread((() => {
      val (end, fields) =
        try outcome(cell)
        catch { case failure: Throwable => "thrown" -> Failure.fields(failure, cell.label) }
      ended(if (stop.asked) "interrupted" else end, fields)
    }): Runnable, "cell")
    thread.setContextClassLoader(interpreter.loader)
    thread.start()
  }

  def interrupt(): Unit = stop.ask()

  private def outcome(cell: CellRun): (String, Seq[(String, Any)]) = {
    if (cell.between != between) {
      interpreter.define(cell.between)
      between = cell.between
    }
    // Compiled whole first: nothing runs of a cell that has a mistake at its end.
    interpreter.compile(cell.code, cell.label) match {
      case whole: Compiled.Ready =>
        interpreter.pieces(cell.code) match {
          case Seq(_) => evaluated(whole)
          case pieces => inTurn(pieces, cell.label)
        }
      case other => mistake(other)
    }
  }

  private def inTurn(pieces: Seq[String], label: String): (String, Seq[(String, Any)]) =
    pieces.iterator.map { piece =>
      interpreter.compile(piece, label) match {
        case ready: Compiled.Ready => evaluated(ready)
        case other                 => mistake(other)
      }
    }.find(_._1 != "done").getOrElse("done" -> Nil)

  private def evaluated(compiled: Compiled.Ready): (String, Seq[(String, Any)]) = {
    compiled.warnings.foreach(Console.err.println)
    stop.during {
      interpreter.evaluate(compiled.request).foreach { case (name, tpe, value) => Cells.show.last(name, tpe, value) }
    }
    "done" -> Nil
  }

  private def mistake(compiled: Compiled): (String, Seq[(String, Any)]) = compiled match {
    case Compiled.Wrong(findings) => "compile" -> Seq("findings" -> findings)
    case Compiled.Incomplete      => "incomplete" -> Nil
    case _                        => "done" -> Nil
  }
}

object Notebook {
  def open(start: JsonNode, wire: Wire): Notebook = {
    val token = Option(start.get("token")).map(token => ";token=" + URLEncoder.encode(token.asText, "UTF-8"))
    val url = start.get("remote").asText
    val spark = SparkSession.builder().remote(url + token.getOrElse("")).create()
    keepOpen(spark)
    val classes = Files.createTempDirectory("scala-").toString
    // Classes that cells define travel to the cluster with what uses them.
    spark.registerClassFinder(new REPLClassDirMonitor(classes))
    new Notebook(spark, classes, wire, start.get("views").asText)
  }
  /**
   * Closing the client must not end the session, which is the kernel-server's. The setter is Spark's own, so the
   * compiler would not let us call it; and plain reflection would load classes of the server, which are not here.
   */
  private def keepOpen(spark: SparkSession): Unit =
    MethodHandles.publicLookup
      .findVirtual(classOf[SparkSession], "releaseSessionOnClose_$eq", methodType(Void.TYPE, Boolean.TYPE))
      .invokeWithArguments(spark, FALSE)
}
