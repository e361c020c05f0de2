import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { makeDesk, root, type Desk } from "../support/between.ts";
import { sqlNotebook } from "../support/notebooks.ts";

/** Runs a shell script in a mount namespace of its own, where it may mount a small disk. */
const unshared = (script: string, env: NodeJS.ProcessEnv) =>
  spawnSync("unshare", ["--mount", "sh", "-ec", script], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 100_000,
  });

describe("the state folder", function () {
  this.timeout(120_000);
  let desk: Desk;

  before(function () {
    const probe = unshared("mount -t tmpfs -o size=1m tmpfs /mnt", {});
    if (probe.status !== 0) {
      console.log("skipped: no right to mount a small disk here, so that a full and a read-only one are not tried");
      this.skip();
    }
  });
  beforeEach(async () => (desk = await makeDesk()));
  afterEach(() => desk.end());

  /** A run in the foreground of a namespace; the server that it starts is ended with it. */
  const runOn = (mount: string, notebook: string) =>
    unshared(
      `mkdir -p "$STATE" && ${mount} && code=0; "$NODE" "$MAIN" run "$NOTEBOOK" || code=$?
       for f in "$STATE"/local/*/server.json; do [ -f "$f" ] && kill "$(sed 's/.*"pid": *\\([0-9]*\\).*/\\1/' "$f")" 2>/dev/null; done
       sleep 0.5; echo "exit code $code"`,
      {
        STATE: desk.state,
        BETWEEN_STATE: desk.state,
        BETWEEN_LANG: "en",
        NODE: process.execPath,
        MAIN: join(root, "cli/main.ts"),
        NOTEBOOK: notebook,
      },
    );

  it("that is read-only gives an error that names it", async () => {
    const file = await desk.write("one.between-nb", sqlNotebook("select 1 as one"));
    const ended = runOn('mount -t tmpfs -o ro tmpfs "$STATE"', file);
    const said = ended.stdout + ended.stderr;
    assert.match(said, /exit code 3/, said);
    assert.ok(said.includes(desk.state), said);
    assert.match(said, /read-only/i);
  });

  it("that is full before a server runs is said to be full", async () => {
    const file = await desk.write("one.between-nb", sqlNotebook("select 1 as one"));
    for (const left of [0, 4, 8, 16, 32]) {
      const ended = runOn(
        `mount -t tmpfs -o size=1m tmpfs "$STATE" && { dd if=/dev/zero of="$STATE/filler" bs=1k count=${1024 - left} 2>/dev/null || true; }`,
        file,
      );
      const said = ended.stdout + ended.stderr;
      assert.match(said, /exit code 3/, said);
      assert.match(said, /no space left/i, `${left} KiB left: ${said}`);
      assert.ok(said.includes(desk.state), said);
    }
  });

  it("that is full fails the run with a clear error, and the server lives on", async () => {
    const file = await desk.write(
      "wide.between-nb",
      sqlNotebook("--| preview: 1000000\nselect id, uuid() as text from range(1000000)"),
    );
    const ended = runOn('mount -t tmpfs -o size=6m tmpfs "$STATE"', file);
    const said = ended.stdout + ended.stderr;
    assert.match(said, /exit code 1/, said);
    assert.match(said, /disk|space|full/i);
  });
});
