/**
 * What `between serve --config server.yaml` can be told, complete: defaults are filled in by `readSettings` and nowhere
 * else. The keys of the file are the same words with dashes; `docs/server.md` has them all.
 */
import type { Role } from "../../protocol/service.ts";

export type Settings = {
  /** Shown to people: "team server". */
  name: string;
  /** The loopback address when the file names none. */
  host: string;
  /** 0: any free one. */
  port: number;
  /** Names besides the loopback's and `host` that clients may call the server by (the Host header). */
  hosts: readonly string[];
  /** Files, absolute; read again when they change. */
  tls?: { cert: string; key: string };
  /** Listens on other than the loopback address without TLS: what stands in front of it speaks TLS. */
  insecure: boolean;
  /** What servers share: run records, leases, people's tokens, what notebooks save, files that clients sent. */
  state: StatePlace;
  /** Absolute, on this machine's disk: journals, spools, scratch. */
  data: string;
  retention: RetentionSettings;
  limits: Limits;
  engines: readonly EngineSettings[];
  python: PythonSettings;
  cells: CellsSettings;
  workers?: WorkersSettings;
  /** Log lines as JSON (one object a line) or as text for people. */
  log: "json" | "text";
  /** Who may read `/metrics`: a bearer of an admin's token, or everybody. */
  metrics: "guarded" | "open";
};

export type StatePlace =
  | { kind: "folder"; path: string }
  /** `prefix` without slashes at its ends; "" for the whole bucket. */
  | { kind: "s3"; bucket: string; prefix: string; s3: S3Settings };

/** How S3 is reached. Credentials are never here: they come from the environment, the shared profiles or the instance's role. */
export type S3Settings = {
  /** `https://…`; absent: AWS. */
  endpoint?: string;
  region?: string;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  pathStyle?: boolean;
  /** Of the shared configuration files. */
  profile?: string;
};

export type RetentionSettings = {
  /** Spools: days, and bytes of all of them. */
  spoolDays: number;
  spoolBytes: number;
  journalDays: number;
  /** Days that run records are kept; absent: for good. */
  recordDays?: number;
};

export type Limits = {
  sockets: number;
  /** Sessions of one user. */
  sessions: number;
  /** Bytes of the memory pool of one session on the embedded engine, and of one Python or Scala worker. Absent: a quarter of the machine's. */
  memoryBytes?: number;
  /** Milliseconds that an idle session is kept, where its client does not say. */
  idleMs: number;
};

/** An engine behind this server. The first one is what a session gets that names none. */
export type EngineSettings = EngineCommon &
  (
    | { kind: "embedded" }
    /** A Spark Connect server on this machine, fetched and started on first use. */
    | { kind: "local-spark"; memory?: string; cores?: number }
    /** `sc://host:port/;…`; a token only as `token=${env:NAME}`. */
    | { kind: "spark-connect"; address: string }
  );

type EngineCommon = {
  name: string;
  label?: string;
  /** Set on every session: `spark.sql.shuffle.partitions: 64`. */
  conf: Readonly<Record<string, string>>;
  /** `use` of each session. */
  schema?: string;
  s3: S3Settings;
  /** Who may use it: names of users, or roles. Absent: everybody who may run. */
  allow?: readonly (string | { role: Role })[];
};

export type PythonSettings = {
  /** The interpreter that environments are made with; else the first that fits. */
  interpreter?: string;
};

/** How workers of Python and Scala cells run. */
export type CellsSettings = {
  /** As this user of the system (through `sudo -n -u`). */
  user?: string;
  /** What a worker's command line is put behind, such as a container's: `[docker, run, --rm, -i, …]`. */
  wrap?: readonly string[];
};

/** The auto-scaling group that holds the cluster's workers. */
export type WorkersSettings = {
  group: string;
  region?: string;
  /** Of the group's API; for tests against a mock. */
  endpoint?: string;
  /** The engine whose runs need them. */
  engine: string;
  max: number;
  /** Milliseconds without work after which they go. */
  idleMs: number;
  /** URL of the Spark master's page in JSON (`http://host:8080/json/`), which tells how many have come. */
  master?: string;
};
