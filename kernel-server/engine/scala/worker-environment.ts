/** What a program needs of its surroundings to run at all; none of these is a secret. Whose it is the system tells, who may be another user than the server's. */
const kept =
  /^(?:PATH|HOME|SHELL|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|JAVA_HOME|LD_LIBRARY_PATH|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA|SSL_CERT_FILE|SSL_CERT_DIR)$/i;

/** The environment of a worker: that of the kernel-server without its credentials and settings. */
export function workerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name)));
}

/** What cells must not see of a server's environment on the user's own machine either. */
const ours = /^(?:BETWEEN_|ELECTRON_|VSCODE_|NODE_OPTIONS$|CLASSPATH$|SPARK_)/;

/** The environment of Scala cells: on one's own machine they get what one has set for oneself. */
export function scalaEnvironment(env: NodeJS.ProcessEnv, shared: boolean): NodeJS.ProcessEnv {
  if (shared) return workerEnvironment(env);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}
