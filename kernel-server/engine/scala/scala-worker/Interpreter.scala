package betweennotebooks

import java.util.{ArrayList, List => JavaList, Map => JavaMap}
import scala.tools.nsc.Settings
import scala.tools.nsc.interpreter.{IMain, Results}

sealed trait Compiled
object Compiled {
  case object Empty extends Compiled
  case object Incomplete extends Compiled
  final case class Wrong(findings: JavaList[JavaMap[String, Any]]) extends Compiled
  final case class Ready(request: IMain#Request, warnings: Seq[String]) extends Compiled
}

/** Scala's own interpreter. What a cell defines is known to the cells that run after it. */
final class Interpreter(classes: String) {
  private val settings = new Settings
  settings.usejavacp.value = true
  // Definitions are members of classes and not of objects: only so do closures take along what they use.
  settings.Yreplclassbased.value = true
  settings.Yreploutdir.value = classes
  settings.Yrangepos.value = true
  private val findings = new Findings(settings)
  private val main = new IMain(settings, findings)

  def begin(): Unit = {
    main.initializeCompiler()
    StoppableClasses.loadBy(main)
  }

  def loader: ClassLoader = main.classLoader

  /** Runs source of our own. */
  def define(source: String): Unit = {
    findings.clear()
    if (main.interpretSynthetic(source) != Results.Success)
      throw new IllegalStateException(findings.errors.map(_.text).mkString("\n"))
  }

  def pieces(code: String): Seq[String] = Pieces.of(main, code)

  def compile(code: String, label: String): Compiled = {
    findings.clear()
    main.withLabel(label)(main.compile(code, synthetic = false)) match {
      case Right(request)                             => Compiled.Ready(request, findings.warnings.map(_.text).toSeq)
      case Left(Results.Incomplete)                   => Compiled.Incomplete
      case Left(_) if findings.errors.isEmpty         => Compiled.Empty
      case Left(_) =>
        val errors = new ArrayList[JavaMap[String, Any]]
        findings.errors.foreach(finding => errors.add(finding.fields))
        Compiled.Wrong(errors)
    }
  }

  /** Runs a compiled cell: the name, type and value of its last expression, if it ends with one. Throws what it throws. */
  def evaluate(request: IMain#Request): Option[(String, String, Any)] = {
    // SAFETY: the one IMain that there is made it.
    val own = request.asInstanceOf[main.Request]
    val value = own.eval.fold(throw _, identity)
    main.recordRequest(own)
    own.handlers.lastOption.collect {
      case last: main.memberHandlers.ValHandler if main.naming.isUserVarName(last.name.toString) =>
        (last.name.decoded, own.lookupTypeOf(last.name), value)
    }
  }
}
