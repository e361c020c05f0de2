import Mocha from "mocha";

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Mocha.Runner.constants;

/** A line a test on the console, which is all that the extension host can show; closed by the count of the other reporter. */
export class Summary {
  constructor(runner: Mocha.Runner) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    runner.on(EVENT_TEST_PASS, (test) => {
      counts.passed++;
      console.log(`    ✔ ${test.fullTitle()}`);
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      counts.skipped++;
      console.log(`    - ${test.fullTitle()}`);
    });
    runner.on(EVENT_TEST_FAIL, (test, error: Error) => {
      counts.failed++;
      console.log(`    ✗ ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on(EVENT_RUN_END, () => {
      console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}
