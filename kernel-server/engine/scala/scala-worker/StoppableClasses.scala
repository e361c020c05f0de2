package betweennotebooks

import scala.reflect.internal.util.AbstractFileClassLoader
import scala.tools.asm.{ClassReader, ClassVisitor, ClassWriter, Label, MethodVisitor, Opcodes}
import scala.tools.nsc.interpreter.IMain

/**
 * Loads the classes of cells with checks in methods and loops, so that a loop that calls nothing can be stopped
 * too (since Java 20 no thread can be stopped from outside). The class files themselves, which go to the cluster, stay
 * as they were compiled.
 */
final class StoppableClasses(own: AbstractFileClassLoader) extends AbstractFileClassLoader(own.root, own.getParent) {
  override def classBytes(name: String): Array[Byte] = {
    val bytes = own.classBytes(name)
    if (bytes.isEmpty) bytes
    else {
      val reader = new ClassReader(bytes)
      // What is put in leaves the stack as it was, so frames need not be computed anew.
      val writer = new ClassWriter(reader, 0)
      reader.accept(new Checked(writer), 0)
      writer.toByteArray
    }
  }
}

object StoppableClasses {
  /** The interpreter makes its class loader itself and offers no place for another; the setter is its own. */
  def loadBy(main: IMain): Unit = {
    val own = main.classLoader
    val setter = classOf[IMain].getDeclaredMethod("_classLoader_$eq", classOf[AbstractFileClassLoader])
    setter.setAccessible(true)
    setter.invoke(main, new StoppableClasses(own))
  }
}

private final class Checked(next: ClassVisitor) extends ClassVisitor(Opcodes.ASM9, next) {
  private var body = false

  override def visit(version: Int, access: Int, name: String, signature: String, parent: String, traits: Array[String]): Unit = {
    body = Names.isBody(name)
    super.visit(version, access, name, signature, parent, traits)
  }

  override def visitMethod(access: Int, name: String, desc: String, signature: String, throws: Array[String]): MethodVisitor = {
    val method = new Stoppable(super.visitMethod(access, name, desc, signature, throws))
    if (body && name == "<init>") new Told(method) else method
  }
}

/** Checks at its start and before each jump backwards. */
private final class Stoppable(next: MethodVisitor) extends MethodVisitor(Opcodes.ASM9, next) {
  private val behind = scala.collection.mutable.Set.empty[Label]
  private def check(): Unit = super.visitMethodInsn(Opcodes.INVOKESTATIC, "betweennotebooks/Stop", "check", "()V", false)

  override def visitCode(): Unit = {
    super.visitCode()
    check()
  }
  override def visitLabel(label: Label): Unit = {
    behind += label
    super.visitLabel(label)
  }
  override def visitJumpInsn(opcode: Int, label: Label): Unit = {
    if (behind(label)) check()
    super.visitJumpInsn(opcode, label)
  }
}

/**
 * Tells before each call which line of the cell makes it: what fails on the engine comes as an exception with the
 * engine's stack trace, which does not name the cell.
 */
private final class Told(next: MethodVisitor) extends MethodVisitor(Opcodes.ASM9, next) {
  private var line = 0

  override def visitLineNumber(number: Int, start: Label): Unit = {
    line = number
    super.visitLineNumber(number, start)
  }
  override def visitMethodInsn(opcode: Int, owner: String, name: String, desc: String, interface: Boolean): Unit = {
    super.visitLdcInsn(line)
    super.visitMethodInsn(Opcodes.INVOKESTATIC, "betweennotebooks/Stop", "at", "(I)V", false)
    super.visitMethodInsn(opcode, owner, name, desc, interface)
  }
  override def visitMaxs(stack: Int, locals: Int): Unit = super.visitMaxs(stack + 1, locals)
}
