package betweennotebooks

import java.io.{ByteArrayOutputStream, OutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.apache.spark.internal.Logging

/** What cells print, through Console or System, sent while they run: twenty times a second, and before their end. */
final class Printed(wire: Wire) {
  private val out = new Text("stdout")
  private val err = new Text("stderr")

  def capture(): Unit = {
    SparkLog.begin()
    System.setOut(new PrintStream(out, false, UTF_8))
    System.setErr(new PrintStream(err, false, UTF_8))
    val clock = new Thread((() => while (true) { Thread.sleep(50); pass() }): Runnable, "printed")
    clock.setDaemon(true)
    clock.start()
  }

  def pass(): Unit = {
    out.pass()
    err.pass()
  }

  private final class Text(stream: String) extends OutputStream {
    private val held = new ByteArrayOutputStream

    override def write(byte: Int): Unit = synchronized(held.write(byte))
    override def write(bytes: Array[Byte], from: Int, count: Int): Unit = synchronized {
      held.write(bytes, from, count)
      // Whoever prints more than can be sent waits here.
      if (held.size >= 64 * 1024) pass()
    }

    def pass(): Unit = synchronized {
      val bytes = held.toByteArray
      val whole = wholeCharacters(bytes)
      held.reset()
      held.write(bytes, whole, bytes.length - whole)
      if (whole > 0) wire.send("text", "stream" -> stream, "text" -> new String(bytes, 0, whole, UTF_8))
    }

    /** So many bytes from the start end with a whole character: of UTF-8, the last one may have come in part. */
    private def wholeCharacters(bytes: Array[Byte]): Int = {
      val lead = bytes.lastIndexWhere(byte => (byte & 0xc0) != 0x80)
      if (lead < 0) return bytes.length
      val length = bytes(lead) & 0xff match {
        case byte if byte >= 0xf0 => 4
        case byte if byte >= 0xe0 => 3
        case byte if byte >= 0xc0 => 2
        case _                    => 1
      }
      if (lead + length > bytes.length) lead else bytes.length
    }
  }
}

/** Spark's client takes for its log what is standard error when it first logs, and keeps it: the process's own. */
private object SparkLog extends Logging {
  def begin(): Unit = log
}
