/** Ends an extension host whose server has ended, as the editor's native part does. */
const EVERY_MS = 1000;

exports.start = (pid) => {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87); // ESRCH: it has ended.
    }
  }, EVERY_MS);
  timer.unref();
};
exports.exit = (code) => process.exit(code ?? 0);
