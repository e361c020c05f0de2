import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { isAlive, makeDesk, type Desk } from "../support/between.ts";
import { ENDLESS, sqlNotebook } from "../support/notebooks.ts";
import { descendants } from "../support/processes.ts";

const RUN_ID = /\b(\d{8}T\d{6}-[0-9a-f]{8})\b/;

describe("a run when something dies", function () {
  this.timeout(120_000);
  let desk: Desk;
  beforeEach(async () => (desk = await makeDesk()));
  afterEach(() => desk.end());

  /** Starts a run whose second cell never ends, and waits until that cell runs. */
  async function startEndless() {
    const file = await desk.write("endless.between-nb", sqlNotebook("--| name: first\nselect 1 as one", ENDLESS));
    const run = desk.start(["run", file]);
    const said = await run.says(/\[2\/2\][^\n]*(running|started)/i);
    const id = RUN_ID.exec(said)?.[1];
    assert.ok(id, `the run's id is said early:\n${said}`);
    const server = await desk.serverPid();
    assert.ok(server !== undefined);
    return { file, run, id, server };
  }

  it("fails at once and says so when the engine is killed, and the next run has a fresh engine", async () => {
    const { run, server } = await startEndless();
    const [engine] = await descendants(server);
    assert.ok(engine !== undefined, "the engine is a child of the server");
    process.kill(engine, "SIGKILL");
    const ended = await run.ended;
    assert.equal(ended.code, 1, ended.stdout + ended.stderr);
    assert.match(ended.stdout + ended.stderr, /SIGKILL/);

    const next = await desk.run(["sql", "select 41 + 1 as answer"]);
    assert.equal(next.code, 0, next.stderr);
    assert.match(next.stdout, /42/);
  });

  it("is said to be lost, with its finished cells kept, when the server is killed", async () => {
    const { run, id, server } = await startEndless();
    process.kill(server, "SIGKILL");
    const ended = await run.ended;
    assert.equal(ended.code, 1, ended.stdout + ended.stderr);
    assert.match(ended.stdout + ended.stderr, /lost/i);

    const shown = await desk.run(["runs", "show", id]);
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /lost/);
    assert.notEqual(await desk.serverPid(), server);
  });

  it("is known as lost to the next server also when the killed one is not reaped at once", async () => {
    // A server that an earlier command started belongs to process 1, which reaps it when it comes to it.
    await desk.run(["sql", "select 1"]);
    const { run, id, server } = await startEndless();
    process.kill(server, "SIGKILL");
    const ended = await run.ended;
    assert.equal(ended.code, 1, ended.stdout + ended.stderr);
    assert.match(ended.stdout + ended.stderr, /lost/i);
    const attached = await desk.run(["attach", id]);
    assert.match(attached.stdout + attached.stderr, /lost/i);
  });

  it("leaves no engine behind when the server is killed", async () => {
    const { server } = await startEndless();
    const engines = await descendants(server);
    process.kill(server, "SIGKILL");
    const deadline = Date.now() + 10_000;
    while (engines.some(isAlive) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(engines.filter(isAlive), []);
  });

  it("is said to be lost when the state folder is removed, and the server leaves to a new one", async () => {
    const { run, server } = await startEndless();
    const engines = await descendants(server);
    await rm(desk.state, { recursive: true, force: true });
    const ended = await run.ended;
    assert.equal(ended.code, 1, ended.stdout + ended.stderr);
    assert.match(ended.stdout + ended.stderr, /lost/i);
    assert.match(ended.stdout + ended.stderr, /was removed while the server ran/);
    assert.doesNotMatch(ended.stdout + ended.stderr, /fault of the program/);

    const next = await desk.run(["sql", "select 41 + 1 as answer"]);
    assert.equal(next.code, 0, next.stderr);
    assert.match(next.stdout, /42/);
    const deadline = Date.now() + 10_000;
    while ([server, ...engines].some(isAlive) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual([server, ...engines].filter(isAlive), [], "neither the server nor its engine stays behind");
    const successor = await desk.serverPid();
    assert.ok(successor !== undefined && successor !== server, "the new server can still be found");
  });

  it("goes on when the client is killed, and can be attached to", async () => {
    const file = await desk.write(
      "long.between-nb",
      sqlNotebook(
        "select count(*) as n from range(60000) a cross join range(60000) b where (a.id * b.id) % 7 = 3",
        "select 7 as last",
      ),
    );
    const run = desk.start(["run", file]);
    const said = await run.says(/\[1\/2\][^\n]*(running|started)/i);
    const id = RUN_ID.exec(said)?.[1];
    assert.ok(id);
    run.child.kill("SIGKILL");
    await run.ended;

    const attached = await desk.run(["attach", id]);
    assert.equal(attached.code, 0, attached.stdout + attached.stderr);
    assert.match(attached.stdout, /\b7\b/);
  });

  it("is interrupted on the engine by Ctrl-C, which exits with 130", async () => {
    const { run, id, server } = await startEndless();
    run.child.kill("SIGINT");
    const ended = await run.ended;
    assert.equal(ended.code, 130, ended.stdout + ended.stderr);
    assert.match(ended.stdout + ended.stderr, /interrupt/i);

    const shown = await desk.run(["runs", "show", id]);
    assert.match(shown.stdout, /interrupted/);
    const deadline = Date.now() + 10_000;
    while ((await descendants(server)).length > 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(await descendants(server), [], "the session of the run ended with it, and its engine too");
  });
});
