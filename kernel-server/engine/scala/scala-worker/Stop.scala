package betweennotebooks

import scala.util.control.{ControlThrowable, NonFatal}
import org.apache.spark.sql.connect.SparkSession

/** Thrown in a cell that was interrupted. `catch { case NonFatal(_) => }` lets it pass. */
final class Interrupted extends ControlThrowable("interrupted")

/**
 * How a cell is stopped wherever it is: in a Spark call by its tag on the engine, in a sleep or a wait by the thread's
 * interrupt, in a loop by the check that `StoppableClasses` puts into the cells' classes.
 */
final class Stop(spark: SparkSession, prefix: String) {
  private var evaluating: Thread = null
  private var cell = 0
  @volatile private var wanted = false

  def asked: Boolean = wanted

  private def tag = synchronized(s"${prefix}_$cell")

  /** For a new cell. */
  def renew(): Unit = synchronized {
    cell += 1
    wanted = false
    Stop.wanted = false
    Stop.line = 0
  }

  /** Runs what can be stopped. */
  def during[T](work: => T): T = {
    synchronized {
      if (wanted) throw new Interrupted
      evaluating = Thread.currentThread
    }
    spark.addTag(tag)
    try work
    finally synchronized {
      evaluating = null
      notifyAll()
      Thread.interrupted()
    }
  }

  def ask(): Unit = {
    val (thread, own) = synchronized {
      wanted = true
      Stop.wanted = true
      (evaluating, tag)
    }
    if (thread != null) {
      // First the engine, whose call then ends by itself: one that is torn off leaves its work running there. It is told
      // again and again, because of a call that has only begun it does not know yet.
      val calls = thread.getStackTrace.exists(_.getClassName.startsWith("org.apache.spark.sql.connect."))
      var told = false
      // Jobs begin some time after their call, and those of a call that was interrupted before belong to nobody then: they run
      // on, on all cores. Of that time nothing is told here.
      if (calls) Iterator.continually(Stop.callNs).takeWhile(_ < Stop.settledNs && runs(thread)).foreach(_ => await(thread, 100))
      if (calls) (1 to 20).foreach { _ =>
        if (runs(thread)) {
          told |= tellEngine(own)
          await(thread, 100)
        }
      }
      synchronized(if (runs(thread)) thread.interrupt())
      if (calls && !told) tellLater(own)
    }
  }

  private def runs(thread: Thread): Boolean = synchronized(evaluating eq thread)

  /** Until the thread has ended, or for so many milliseconds. */
  private def await(thread: Thread, ms: Long): Unit = synchronized(if (runs(thread)) wait(ms))

  /** Whether the engine knew of work to be cancelled. */
  private def tellEngine(tag: String): Boolean =
    try spark.interruptTag(tag).nonEmpty
    catch {
      case NonFatal(failure) =>
        System.err.println(s"The engine was not told of the interrupt: $failure")
        false
    }

  /** What was on its way when the thread was torn off from it arrives all the same, on a busy machine seconds later. */
  private def tellLater(tag: String): Unit = {
    val later = new Thread((() => (1 to 60).find { _ => Thread.sleep(500); tellEngine(tag) }): Runnable, "interrupt")
    later.setDaemon(true)
    later.start()
  }
}

object Stop {
  @volatile private var wanted = false
  private var line = 0
  @volatile private var calledAt = System.nanoTime

  /** After this time in one call of Spark its job has begun, on a server that is not as slow as at its very start. */
  private val settledNs = 2000000000L

  /** Nanoseconds since the cell's last statement made a call. */
  private def callNs: Long = System.nanoTime - calledAt

  /** Called by the cells' own classes, at the start of each method and before each jump backwards. */
  def check(): Unit = if (wanted) throw new Interrupted

  /** Called by the statements of a cell, in its thread, before each call that they make. */
  def at(number: Int): Unit = {
    line = number
    calledAt = System.nanoTime
    check()
  }

  /** The line of the cell that ran last; 0 before the first. */
  def lastLine: Int = line
}
