import type { Ask } from "./messages.ts";
import type { Role } from "./service.ts";

const ranks: Readonly<Record<Role, number>> = { viewer: 1, analyst: 2, admin: 3 };

/** The least role for each ask. Viewers look at what is there; whatever makes an engine work is an analyst's. */
const least: Readonly<Record<Ask["t"], Role>> = {
  open: "analyst",
  close: "analyst",
  sessions: "viewer",
  run: "analyst",
  interrupt: "analyst",
  subscribe: "viewer",
  unsubscribe: "viewer",
  rows: "viewer",
  value: "viewer",
  export: "analyst",
  query: "analyst",
  analyze: "analyst",
  runs: "viewer",
  record: "viewer",
  files: "analyst",
  send: "analyst",
  results: "viewer",
  inspect: "analyst",
};

/** Whether a role may ask this. A role that we do not know may nothing. */
export const mayAsk = (role: Role, kind: Ask["t"]): boolean => (ranks[role] ?? 0) >= ranks[least[kind]];
