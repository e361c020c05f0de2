/** Ends an extension host whose server has ended. The tests end the whole process group instead. */
module.exports = { start: () => undefined, exit: (code) => process.exit(code ?? 0) };
