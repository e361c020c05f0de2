package betweennotebooks

import scala.annotation.tailrec
import scala.tools.nsc.interpreter.IMain

/**
 * A cell in pieces that are run one after the other. The cluster initializes the class around a definition when it makes
 * values of it, and would run the statements beside it once more: classes and objects stand in pieces of their own.
 */
object Pieces {

  /** The pieces' sources, each with blanks where the others are, so that every place stays what it is. One for most cells. */
  def of(main: IMain, code: String): Seq[String] = {
    import main.global._
    val trees = newUnitParser(code, "<cell>").parseStats()
    def defines(tree: Tree) = tree.isInstanceOf[ImplDef]
    def acts(tree: Tree) = tree.isTerm || tree.isInstanceOf[ValDef]
    if (!trees.exists(defines) || !trees.exists(acts) || trees.exists(!_.pos.isRange)) Seq(code)
    else {
      val cuts = trees.zip(trees.drop(1)).collect {
        case (one, next) if defines(one) && !defines(next) => one.pos.end
        case (one, next) if !defines(one) && defines(next) => endOfStatement(code, one.pos.end, next.pos.start)
      }
      (0 +: cuts).zip(cuts :+ code.length).map { case (from, to) => blank(code, 0, from) + code.slice(from, to) }
    }
  }

  private def blank(code: String, from: Int, to: Int) = code.slice(from, to).replaceAll("[^\n]", " ")

  /** Behind the first line break or semicolon that no comment holds: before it may stand a parenthesis, after it an annotation. */
  @tailrec private def endOfStatement(code: String, at: Int, most: Int): Int =
    if (at >= most) most
    else if (code.startsWith("/*", at)) endOfStatement(code, code.indexOf("*/", at) + 2, most)
    else if (code.startsWith("//", at)) endOfStatement(code, code.indexOf('\n', at), most)
    else if (code.charAt(at) == '\n' || code.charAt(at) == ';') at + 1
    else endOfStatement(code, at + 1, most)
}
