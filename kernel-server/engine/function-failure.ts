import type { Args, Code } from "../../protocol/errors.ts";

/**
 * Why a function in Python failed that an engine ran, by what its own Python printed: `text` may hold more around it.
 * `undefined` where a text is of no such failure. The words are those of pyspark 3.5 to 4.2.
 */
export function functionFailure(text: string): { code: Code; args: Args } | undefined {
  const [, told] = /exception was thrown from the Python worker: (Traceback [^]*)/.exec(text) ?? [];
  // Functions of another pyspark cannot be read at all, which `spark.python-function` tells.
  if (told === undefined || told.includes("_function_setstate")) return undefined;
  const versions =
    /Python in worker has different version:? \(?(\d+)[.,] ?(\d+)\)? than that in driver:? (\d+\.\d+)/.exec(told);
  if (versions) {
    const [, major, minor, cells = ""] = versions;
    return { code: "python.function-versions", args: { engine: `${major}.${minor}`, cells } };
  }
  const name = /ModuleNotFoundError: No module named '([\w.]+)'|\] (\S+) >= \S+ must be installed/.exec(told);
  if (name) return { code: "python.function-lacks", args: { name: name[1] ?? name[2] ?? "" } };
  // Lines of the trace are indented; what follows the exception is of Spark.
  const last = /^(?!Traceback )([A-Za-z_][\w.]*): (.*)$/m.exec(told);
  if (!last) return undefined;
  const [, type = "", message = ""] = last;
  return { code: "python.function-error", args: { type: type.split(".").at(-1) ?? type, message } };
}
