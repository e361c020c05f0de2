import Mocha from "mocha";

const { Base, Spec } = Mocha.reporters;

/** Mocha's own report, closed by one line that counts everything: `N passed, N failed, N skipped`. */
export default class Reporter extends Spec {
  override epilogue(): void {
    Base.prototype.epilogue.call(this);
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
