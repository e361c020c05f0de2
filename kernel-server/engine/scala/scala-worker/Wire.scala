package betweennotebooks

import java.io.{BufferedReader, BufferedWriter, InputStreamReader, OutputStreamWriter}
import java.net.Socket
import java.nio.charset.StandardCharsets.UTF_8
import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}

/** Messages to and from the kernel-server, a JSON object a line. */
final class Wire(socket: Socket) {
  private val json = new ObjectMapper
  private val in = new BufferedReader(new InputStreamReader(socket.getInputStream, UTF_8))
  private val out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream, UTF_8))

  /** The next message, or null when the kernel-server is gone. */
  def read(): JsonNode = {
    val line = in.readLine()
    if (line == null) null else json.readTree(line)
  }

  /** Values: text, numbers, booleans, and Java lists and maps of them. */
  def send(t: String, fields: (String, Any)*): Unit = synchronized {
    val message = json.createObjectNode().put("t", t)
    fields.foreach { case (key, value) => message.set[JsonNode](key, json.valueToTree[JsonNode](value)) }
    out.write(json.writeValueAsString(message))
    out.write('\n')
    out.flush()
  }
}
