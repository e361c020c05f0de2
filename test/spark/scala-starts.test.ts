import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import { findJava } from "../../kernel-server/engine/local-spark/find-java.ts";
import type { ScalaWorkersOptions } from "../../kernel-server/engine/scala/scala-workers.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { never, scalaBench } from "./scala-bench.ts";

describe("a Scala worker that never gets ready ends its cell with the reason", function () {
  this.timeout(600_000);
  let bench: Awaited<ReturnType<typeof scalaBench>> | undefined;
  let folder: string;
  let real: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-starts-"));
    real = (await findJava(process.env, never)).path;
    bench = await scalaBench();
  });
  after(async () => {
    await bench?.end();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => rm(join(folder, "bin"), { recursive: true, force: true }));

  /** What opening a worker throws whose Java does this instead of being the worker. */
  async function failure(script: string, options: Partial<ScalaWorkersOptions> = {}): Promise<BetweenError> {
    const java = join(folder, "bin", "java");
    await mkdir(join(folder, "bin"));
    await writeFile(
      java,
      `#!/bin/sh
case "$*" in
*-version) echo 'openjdk version "17.0.1"'; echo "    java.home = ${folder}" ;;
*betweennotebooks.Main*) ${script} ;;
*) exec "${real}" "$@" ;;
esac
`,
    );
    await chmod(java, 0o755);
    try {
      const book = await bench?.notebook({ env: { ...process.env, JAVA_HOME: folder }, ...options });
      await book?.close();
    } catch (thrown) {
      return BetweenError.from(thrown);
    }
    return assert.fail("the worker was ready");
  }

  for (const [how, options] of [
    ["as a child of the server", {}],
    ["on a shared server", { shared: true }],
  ] as const)
    describe(how, () => {
      it("when Java exits at once", async () => {
        const { code, args, engineText } = await failure('echo "Error: no such option" >&2; exit 1', options);
        assert.deepEqual(
          [code, args, engineText],
          ["scala.start-failed", { how: "exit code 1" }, "Error: no such option"],
        );
      });

      it("when Java is killed", async () => {
        const { code, args } = await failure("kill -KILL $$", options);
        assert.deepEqual([code, args], ["scala.start-failed", { how: "signal SIGKILL" }]);
      });

      it("when Java prints something and goes mute, even where a child of it holds the line", async () => {
        const { code, args, engineText } = await failure("echo hm; sleep 30; exit 0", { ...options, startMs: 1_500 });
        assert.deepEqual([code, args, engineText], ["scala.start-timeout", { seconds: 1.5 }, "hm"]);
      });
    });

  it("when what stands before Java is not there", async () => {
    const { code, args } = await failure("exit 0", { cells: { wrap: [join(folder, "none")] } });
    assert.equal(code, "scala.start-failed");
    assert.match(String(args["how"]), /ENOENT/);
  });
});
