/** Ends an extension host whose server has ended. The tests end the whole process group instead. */
exports.start = () => undefined;
exports.exit = (code) => process.exit(code ?? 0);
