import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { functionFailure } from "./function-failure.ts";

/** As pyspark 4.2 tells it. */
const told = (last: string) =>
  `PythonException: \n  An exception was thrown from the Python worker. Please see the stack trace below.\n[PYTHON_EXCEPTION] An exception was thrown from the Python worker: Traceback (most recent call last):\n  File "/opt/pyspark.zip/pyspark/worker.py", line 3569, in main\n    check_python_version(infile)\n${last}\n SQLSTATE: 38000`;

describe("the failure of a function in Python on the engine", () => {
  it("is told by the versions that differ", () => {
    for (const words of [
      "version: 3.12 than that in driver: 3.11, PySpark",
      "version (3, 12) than that in driver 3.11, PySpark",
    ])
      assert.deepEqual(
        functionFailure(
          told(
            `pyspark.errors.exceptions.base.PySparkRuntimeError: [PYTHON_VERSION_MISMATCH] Python in worker has different ${words} cannot run with different minor versions.`,
          ),
        ),
        { code: "python.function-versions", args: { engine: "3.12", cells: "3.11" } },
      );
  });

  it("is told by the package that is not there", () => {
    assert.deepEqual(functionFailure(told("ModuleNotFoundError: No module named 'pyarrow'")), {
      code: "python.function-lacks",
      args: { name: "pyarrow" },
    });
    assert.deepEqual(
      functionFailure(
        told(
          "pyspark.errors.exceptions.base.PySparkImportError: [PACKAGE_NOT_INSTALLED] Pandas >= 2.2.0 must be installed; however, it was not found.",
        ),
      ),
      { code: "python.function-lacks", args: { name: "Pandas" } },
    );
  });

  it("is else the function's own exception", () => {
    assert.deepEqual(functionFailure(told("ZeroDivisionError: division by zero")), {
      code: "python.function-error",
      args: { type: "ZeroDivisionError", message: "division by zero" },
    });
    assert.deepEqual(functionFailure(told("mine.errors.Odd: 3: no")), {
      code: "python.function-error",
      args: { type: "Odd", message: "3: no" },
    });
  });

  it("is no failure of anything else", () => {
    assert.equal(functionFailure("ZeroDivisionError: division by zero"), undefined);
    assert.equal(functionFailure("[DIVIDE_BY_ZERO] Division by zero."), undefined);
  });
});
