/** What `npm run check` does before any test runs: types, lint with the import rules, format. Each prints what it is and how long it took. */
import { spawnSync } from "node:child_process";

const steps = [
  { what: "types", command: ["tsc", "-b"] },
  { what: "lint and import rules", command: ["eslint", ".", "--max-warnings=0"] },
  { what: "format", command: ["prettier", "--log-level=warn", "--check", "."] },
] as const;

for (const { what, command } of steps) {
  const [program, ...args] = command;
  const start = performance.now();
  const done = spawnSync(program, args, { stdio: "inherit", shell: process.platform === "win32" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (done.status !== 0) {
    console.error(`${what}: failed`);
    process.exit(1);
  }
  console.log(`${what}: ok (${seconds} s)`);
}
