import Mocha from "mocha";

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_TEST_RETRY, EVENT_RUN_END } =
  Mocha.Runner.constants;

/** Marks what suites report among all that an editor prints. */
export const MARK = "[suites]";

/** A line a test on the console, which is all that the extension host can show; closed by the count of the other reporter. */
export class Summary {
  constructor(runner: Mocha.Runner, { reporterOptions }: { reporterOptions?: { mark?: string } } = {}) {
    const mark = reporterOptions?.mark ?? MARK;
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const say = (text: string) => console.log(text.replace(/^/gm, mark));
    runner.on(EVENT_TEST_PASS, (test) => {
      counts.passed++;
      say(`    ✔ ${test.fullTitle()}`);
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      counts.skipped++;
      say(`    - ${test.fullTitle()}`);
    });
    const again: string[] = [];
    runner.on(EVENT_TEST_RETRY, (test: Mocha.Test, error: Error) => {
      again.push(test.fullTitle());
      say(`    tried again: ${test.title}\n${error.stack ?? error.message}`);
    });
    runner.on(EVENT_TEST_FAIL, (test, error: Error) => {
      counts.failed++;
      say(`    ✗ ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on(EVENT_RUN_END, () => {
      for (const title of again) say(`tried again: ${title}`);
      say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}

/** The report's lines in what an editor printed. */
export function reportIn(printed: string): string[] {
  return printed.split("\n").flatMap((line) => {
    const at = line.indexOf(MARK);
    return at < 0 ? [] : [line.slice(at + MARK.length)];
  });
}
