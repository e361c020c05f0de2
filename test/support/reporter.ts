import Mocha from "mocha";

const { Base, Spec } = Mocha.reporters;

/**
 * Mocha's own report, closed by one line that counts everything: `N passed, N failed, N skipped`. Where a test is tried again
 * (`MOCHA_OPTIONS="--retries 1"`), how it failed at first is said, however it ends.
 */
export default class Reporter extends Spec {
  readonly #again: string[] = [];

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on("retry", (test: Mocha.Test, error: Error) => {
      this.#again.push(test.fullTitle());
      console.log(`    tried again: ${test.title}\n${error.stack ?? error.message}`);
    });
  }

  override epilogue(): void {
    Base.prototype.epilogue.call(this);
    for (const title of this.#again) console.log(`tried again: ${title}`);
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
