import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import { packServer } from "../../deploy/package-server.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

describe("the server's archive", function () {
  this.timeout(120_000);
  let folder: string;
  let archive: string;
  /** Where the archive was unpacked: an empty folder, far from this repository. */
  let home: string;
  /** All that there is on the PATH: Node. What scripts need besides is named by them in full or built into the shell. */
  let env: NodeJS.ProcessEnv;

  before(async function () {
    if (!existsSync(join(root, "dist/kernel-server.js"))) {
      console.log("      skipped: there is no dist/; npm run build makes it");
      return this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "between-archive-"));
    const spark = join(folder, "some-spark");
    await mkdir(join(spark, "jars"), { recursive: true });
    await writeFile(join(spark, "jars/spark-core.jar"), "");
    await writeFile(join(folder, "delta.jar"), "");
    archive = await packServer({
      out: join(folder, "out"),
      spark: {
        home: spark,
        version: "4.2.0",
        jars: [join(folder, "delta.jar")],
        // None, so that nothing is fetched.
        wheels: async (to) => {
          await mkdir(to);
          await writeFile(join(to, "requirements.txt"), "");
        },
      },
    });
    await run("tar", ["-xzf", archive, "-C", folder]);
    const [name = ""] = (await readdir(folder)).filter((one) => one.startsWith("between-server-"));
    home = join(folder, name);
    const bin = join(folder, "only-node");
    await mkdir(bin);
    await symlink(process.execPath, join(bin, "node"));
    env = { PATH: bin, HOME: join(folder, "home"), BETWEEN_STATE: join(folder, "cli"), NODE: join(bin, "node") };
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("has its hash beside it, as sha256sum reads it, and nothing that only the editor needs", async () => {
    const hash = createHash("sha256")
      .update(await readFile(archive))
      .digest("hex");
    const name = archive.split("/").at(-1) ?? "";
    assert.equal(await readFile(`${archive}.sha256`, "utf8"), `${hash}  ${name}\n`);
    const dist = await readdir(join(home, "dist"));
    assert.ok(dist.includes("kernel-server.js") && dist.includes("between.js") && dist.includes("NOTICE.txt"));
    assert.ok(!dist.includes("extension.js") && !dist.includes("renderer"));
  });

  it("holds no native module, and needs no node_modules", async () => {
    const files = await readdir(home, { recursive: true });
    assert.deepEqual(
      files.filter((file) => /\.node$|node_modules/.test(file)),
      [],
    );
  });

  it("runs with Node and nothing else: the settings are checked, the server answers, and the command line reaches it", async () => {
    const settings = join(folder, "server.yaml");
    await writeFile(settings, `port: 0\nstate: ./state\ndata: ./data\nlog: json\nengines: {here: embedded}\n`);
    const script = join(home, "deploy/bin/start-kernel-server.sh");
    // The shell and dirname are the system's; no program of ours is found but in the archive.
    const start = { ...env, PATH: `${env["PATH"]}:/usr/bin:/bin`, SETTINGS: settings };
    const checked = await run("bash", [script, "--check"], { env: start, cwd: folder });
    assert.match(checked.stderr, /server\.yaml/);

    const server = spawn("bash", [script], { env: start, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    try {
      let log = "";
      const url = await new Promise<string>((resolve, reject) => {
        const read = (text: Buffer) => {
          log += text.toString();
          const found = /"url":"(ws:[^"]+)"/.exec(log)?.[1];
          if (found !== undefined) resolve(found);
        };
        server.stdout.on("data", read);
        server.stderr.on("data", read);
        server.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${log}`)));
      });
      const health = await fetch(`${url.replace("ws:", "http:")}/healthz`);
      assert.equal(await health.text(), "ok\n");

      const token = (await readFile(join(folder, "data/token"), "utf8")).trim();
      const listed = await run(process.execPath, [join(home, "dist/between.js"), "runs", "list", "--server", url], {
        env: { ...env, BETWEEN_TOKEN: token },
        cwd: folder,
      });
      assert.match(listed.stderr, /no runs/);
      const wrapper = await run(join(home, "bin/between"), ["--version"], { env: start });
      assert.match(wrapper.stdout, /^between \d/);
    } finally {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await gone;
    }
    assert.equal(server.exitCode, 0, "it ends on SIGTERM");
  });

  it("refuses a Node that is too old in one sentence, before it loads anything else", async () => {
    const place = { env: { ...env, PATH: `${env["PATH"]}:/usr/bin:/bin` }, cwd: folder };
    // The Node at hand under an older one's number, which is all that is looked at.
    const older = 'Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})';
    const old = {
      ...place,
      env: { ...place.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}` },
    };
    const scripts = [
      [join(home, "bin/between"), "sql", "select 1"],
      [join(home, "deploy/bin/start-kernel-server.sh"), "--check"],
    ] as const;
    for (const [script, ...words] of scripts) {
      const refused = spawnSync(script, words, { ...old, encoding: "utf8" });
      assert.equal(refused.status, 2, refused.stderr);
      assert.match(
        refused.stderr,
        /^Between Notebooks needs Node 22 or newer; this is 20\.20\.2 \(\/.+\)\.\n.*NODE.*\n$/,
      );
      assert.equal(refused.stdout, "");
    }
    const chosen = { ...place, env: { ...place.env, PATH: "/usr/bin:/bin", NODE: process.execPath } };
    assert.match((await run(join(home, "bin/between"), ["--version"], chosen)).stdout, /^between \d/);
  });

  it("has what scales workers in it, loaded where settings name some", async () => {
    const settings = join(folder, "scaling.yaml");
    const text = [
      "port: 0",
      "state: ./scaling",
      "data: ./scaling",
      "log: json",
      "engines: {prod: {address: 'sc://127.0.0.1:1/'}}",
      "workers: {group: team, region: eu-west-1, engine: prod, max: 2, endpoint: 'http://127.0.0.1:1'}",
    ];
    await writeFile(settings, text.join("\n"));
    const aws = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_MAX_ATTEMPTS: "1" };
    const server = spawn(process.execPath, [join(home, "dist/kernel-server.js"), "--config", settings], {
      env: { ...env, ...aws },
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      let log = "";
      for await (const text of server.stderr) {
        log += String(text);
        if (/cluster\.unreachable/.test(log)) break;
      }
      assert.match(log, /cluster\.unreachable.*ECONNREFUSED/);
    } finally {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await gone;
    }
  });

  it("is installed beside earlier releases, made current, and gone back from", async () => {
    const place = join(folder, "root");
    const install = (from: string, role = "server") =>
      run("bash", [join(from, "install.sh"), role], { env: { PATH: "/usr/bin:/bin", DESTDIR: place } });
    const version = (await readFile(join(home, "VERSION"), "utf8")).trim();
    await install(home);
    const opt = join(place, "opt/between");
    assert.equal(await readlink(join(opt, "current")), `releases/${version}`);
    assert.equal(await readlink(join(opt, "spark")), "spark-4.2.0");
    assert.equal(
      await readFile(join(place, "etc/between/spark-release.env"), "utf8"),
      "SPARK_HOME=/opt/between/spark\nSPARK_JARS=/opt/between/spark/between-jars/delta.jar\n",
    );
    for (const piece of ["server", "connect", "master", "worker"]) {
      const unit = await readFile(join(place, `etc/systemd/system/between-${piece}.service`), "utf8");
      const [first] = /(?<=^EnvironmentFile=)\S+/m.exec(unit) ?? [];
      assert.equal(first, "-/etc/between/spark-release.env", `${piece}: what an administrator sets goes before it`);
    }
    assert.ok(existsSync(join(opt, "current/dist/kernel-server.js")));
    const python = join(opt, "python/bin/python");
    assert.equal((await run(python, ["-c", "import sys; print(sys.prefix)"])).stdout.trim(), join(opt, "python"));

    await writeFile(join(place, "etc/between/server.yaml"), "name: ours\n");
    await writeFile(join(home, "VERSION"), "9.9.9+later\n");
    await install(home);
    assert.equal(await readlink(join(opt, "current")), "releases/9.9.9+later");
    await install(join(opt, "releases", version));
    assert.equal(await readlink(join(opt, "current")), `releases/${version}`);
    assert.equal(await readFile(join(place, "etc/between/server.yaml"), "utf8"), "name: ours\n");
  });

  it("refuses to be installed as anything else than a server or a worker", async () => {
    await assert.rejects(run("bash", [join(home, "install.sh"), "boss"]), /Usage: install\.sh server\|worker/);
  });

  it("has services that systemd can read, each with its program in the release", async function () {
    if (spawnSync("systemd-analyze", ["--version"]).status !== 0) {
      console.log("      skipped: there is no systemd-analyze here");
      return this.skip();
    }
    const place = join(folder, "root");
    for (const [dir, program] of [
      ["usr/sbin", "nft"],
      ["usr/bin", "sh"],
    ] as const) {
      await mkdir(join(place, dir), { recursive: true });
      await writeFile(join(place, dir, program), "#!/bin/sh\n", { mode: 0o755 });
    }
    const units = join(place, "etc/systemd/system");
    for (const unit of (await readdir(units)).filter((one) => one.startsWith("between-"))) {
      const text = await readFile(join(units, unit), "utf8");
      const program = /^ExecStart=(\S+)/m.exec(text)?.[1];
      if (program?.startsWith("/opt/between/current/")) assert.ok(existsSync(join(place, program)), program);
      const verify = spawnSync("systemd-analyze", [
        "verify",
        "--man=no",
        `--root=${place}`,
        join("/etc/systemd/system", unit),
      ]);
      const said = verify.stderr.toString() + verify.stdout.toString();
      // It looks for the basic targets of a whole system too, which this root does not have.
      const ours = said
        .split("\n")
        .filter(
          (line) =>
            line.includes("between-") &&
            !/Unit \S+\.(target|slice|mount|socket) (not found|failed to load)|default dependencies/i.test(line),
        );
      assert.deepEqual(
        ours.filter((line) => /Unknown|Invalid|not executable|Failed to parse|bad|missing/i.test(line)),
        [],
        unit,
      );
    }
  });
});
