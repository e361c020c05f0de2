import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { makeDesk, type Desk } from "../support/between.ts";
import { ENDLESS, sqlNotebook } from "../support/notebooks.ts";

const RUN_ID = /\d{8}T\d{6}-[0-9a-f]{8}/;

describe("runs that were", function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async () => (desk = await makeDesk()));
  after(() => desk.end());

  it("are listed by notebook, newest first, and shown again with their tables", async () => {
    const file = await desk.write("one.between-nb", sqlNotebook("--| name: first\nselect 'kept' as word"));
    const other = await desk.write("two.between-nb", sqlNotebook("select oops"));
    const first = RUN_ID.exec((await desk.run(["run", file])).stdout)?.[0] ?? "";
    const second = RUN_ID.exec((await desk.run(["run", file])).stdout)?.[0] ?? "";
    await desk.run(["run", other]);

    const all = await desk.run(["runs", "list"]);
    assert.equal(all.code, 0, all.stderr);
    assert.match(all.stdout, /two\.between-nb[^]*one\.between-nb/);
    const listed = await desk.run(["runs", "list", file, "--json"]);
    const runs = listed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { run: string; state: string });
    assert.deepEqual(
      runs.map(({ run, state }) => [run, state]),
      [
        [second, "done"],
        [first, "done"],
      ],
    );

    const shown = await desk.run(["runs", "show", first]);
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /\[1\/1\] first · done[^]*word[^]*kept[^]*1 row/);
    const json = JSON.parse((await desk.run(["runs", "show", first, "--json"])).stdout) as { run: string };
    assert.equal(json.run, first);
  });

  it("that are unknown exit with 2", async () => {
    const { code, stderr } = await desk.run(["runs", "show", "20200101T000000-00000000"]);
    assert.equal(code, 2, stderr);
  });

  it("cannot become a report when there is none", async () => {
    const file = await desk.write("never.between-nb", sqlNotebook("select 1"));
    const { code, stderr } = await desk.run(["report", file, "-o", "never.html"]);
    assert.equal(code, 1);
    assert.match(stderr, /no finished run/);
    assert.ok(!existsSync(join(desk.folder, "never.html")));
  });

  it("are reported under their own notebook, which may have been moved when it says its id", async () => {
    const withId = sqlNotebook("select 1 as one").replace("title: Test", "title: Test\nid: team/kept");
    const mine = await desk.write("mine.between-nb", withId);
    const other = await desk.write("other.between-nb", sqlNotebook("select 2 as two"));
    const moved = await desk.write("moved.between-nb", withId);
    const run = RUN_ID.exec((await desk.run(["run", mine])).stdout)?.[0] ?? "";

    const refused = await desk.run(["report", other, "--run", run, "-o", "refused.html"]);
    assert.equal(refused.code, 2, refused.stderr);
    assert.match(refused.stderr, /is not one of .*other\.between-nb; it is one of mine\.between-nb/);
    assert.ok(!existsSync(join(desk.folder, "refused.html")));
    for (const file of [mine, moved]) {
      const { code, stderr } = await desk.run(["report", file, "--run", run, "-o", "taken.html"]);
      assert.equal(code, 0, stderr);
    }
  });

  it("whose server was killed are not said to go on while the line is lost", async () => {
    const file = await desk.write("killed.between-nb", sqlNotebook(ENDLESS));
    const started = desk.start(["run", file]);
    await started.says(/running/);
    const pid = await desk.serverPid();
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    const said = await started.says(/connecting again/);
    assert.doesNotMatch(said, /goes on/);
    started.child.kill("SIGKILL");
    await started.ended;
  });

  it("go on when one leaves, and stop when one asks for it", async () => {
    const file = await desk.write("endless.between-nb", sqlNotebook(ENDLESS));
    const started = desk.start(["run", file]);
    const id = RUN_ID.exec(await started.says(/running/))?.[0] ?? "";
    started.child.kill("SIGKILL");
    await started.ended;

    const attached = desk.start(["attach", id]);
    await attached.says(/running/);
    attached.child.kill("SIGINT");
    const left = await attached.ended;
    assert.equal(left.code, 130);
    assert.match(left.stderr, /it goes on/);
    const shown = await desk.run(["runs", "show", id]);
    assert.match(shown.stdout, /running/, shown.stderr);

    const stopped = await desk.run(["attach", id, "--interrupt"]);
    assert.equal(stopped.code, 130, stopped.stdout + stopped.stderr);
    assert.match(stopped.stdout, /interrupted/);
  });
});
