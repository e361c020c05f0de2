export const server = {
  "server.port-taken": "Port {port} on {host} is in use by another program.",
  "server.port-taken.hint": "Choose another with --port, or stop the program that listens there.",
  "server.cannot-listen": "Cannot listen on {host}:{port}: {reason}.",
  "server.cannot-listen.hint": "Give an address of this machine with --host and a free port with --port.",
  "server.state-folder": "The state folder {path} cannot be used: {reason}.",
  "server.state-folder.hint":
    "Journals, results and records are written there. Give a folder that you may write to with --state, or make room on its disk.",
  "server.bad-argument": "{reason}.",
  "server.bad-argument.hint": "`between help serve` lists the options.",
} as const;
