package betweennotebooks

import java.io.{BufferedReader, InputStreamReader}
import java.net.{InetAddress, Socket}
import java.nio.charset.StandardCharsets.UTF_8
import java.util.concurrent.LinkedBlockingQueue
import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}

/**
 * Runs the Scala cells of one notebook in its Spark session. The first line of standard input says where to connect
 * (the only way by which the token comes); after that, cells and events go over one socket, so that what cells print
 * cannot mix with them. The process ends when that socket closes: it never outlives the kernel-server.
 */
object Main {
  def main(args: Array[String]): Unit =
    try {
      val input = new BufferedReader(new InputStreamReader(System.in, UTF_8))
      val start = new ObjectMapper().readTree(input.readLine())
      val wire = new Wire(new Socket(InetAddress.getLoopbackAddress, start.get("port").asInt))
      wire.send("hello", "key" -> start.get("key").asText)
      val asked = listen(wire)
      val printed = new Printed(wire)
      try {
        val notebook = Notebook.open(start, wire)
        printed.capture()
        notebook.begin()
        wire.send("ready", "scala" -> scala.util.Properties.versionNumberString)
        while (true) serve(asked.take(), wire, notebook, printed)
      } catch {
        case failure: Throwable => wire.send("unable", Failure.fields(failure, ""): _*)
      }
      // Cells may have left threads behind that would keep the process alive.
      Runtime.getRuntime.halt(0)
    } catch {
      case failure: Throwable =>
        failure.printStackTrace()
        Runtime.getRuntime.halt(1)
    }

  /** One cell at a time, each in a thread of its own, while interrupts are taken. */
  private def serve(message: JsonNode, wire: Wire, notebook: Notebook, printed: Printed): Unit =
    message.get("t").asText match {
      case "run" =>
        val cell = new CellRun(message.get("code").asText, message.get("label").asText, message.get("between").asText)
        notebook.run(cell) { (end, fields) =>
          printed.pass()
          wire.send(end, fields: _*)
        }
      case "interrupt" => notebook.interrupt()
    }

  /** What the kernel-server asks, read from the start: its end is noticed while the session opens, too. */
  private def listen(wire: Wire): LinkedBlockingQueue[JsonNode] = {
    val asked = new LinkedBlockingQueue[JsonNode]
    val reader = new Thread((() =>
      try Iterator.continually(wire.read()).takeWhile(_ ne null).foreach(asked.put)
      finally Runtime.getRuntime.halt(0)
    ): Runnable, "asked")
    reader.setDaemon(true)
    reader.start()
    asked
  }
}
