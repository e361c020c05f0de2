package betweennotebooks

/** The names that the interpreter gives to the classes of cells: `$line7.$read$$iw$Person` for `Person`. */
object Names {
  def isWrapper(name: String): Boolean = name.matches("""\$line\d+\.\$(read|eval)\$?""")

  /** Whether it is the class whose constructor runs the cell's own statements. */
  def isBody(internal: String): Boolean = internal.matches("""\$line\d+/\$read\$\$iw""")

  /** Text with the names as they were written. */
  def readable(text: String): String =
    text.replaceAll("""\$line\d+\.\$read(\$\$iw|\$)*\.?""", "").replace("<init>(", "<cell>(")
}
