/**
 * A VS Code of a test's own: its user data, extensions, workspace folder and kernel-server are in a temporary folder, its
 * port is free, and disposing it ends all that it started. The Python environment of the embedded engine is shared
 * (`BETWEEN_CACHE`), as making it takes long.
 *
 *     await using vscode = await startVsCode({ settings: { "editor.fontSize": 14 } });
 *     await using workbench = await openWorkbench(vscode);
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endLocalServer, localServerPid } from "../support/between.ts";
import { codeServerEntry, install } from "./install.ts";
import { packagedExtension, packFolder } from "./vsix.ts";
import { withoutNoise } from "./noise.ts";

export type VsCodeOptions = {
  /** VSIX files, or folders that are extensions. Default: the packaged product. */
  extensions?: readonly string[];
  /** The user's settings besides those that keep the screen quiet. */
  settings?: Record<string, unknown>;
  /** A folder that becomes the workspace by a copy; default: an empty one. */
  workspace?: string;
  /** Whether the editor asks if the workspace is trusted. Default: false, every workspace is trusted. */
  trust?: boolean;
  /** `ko`: Korean as the display language. Default: English. */
  locale?: "ko";
  env?: NodeJS.ProcessEnv;
};

export type VsCode = AsyncDisposable & {
  /** Address of the editor, `http://127.0.0.1:PORT`. */
  url: string;
  /** The workspace folder. */
  folder: string;
  /** The kernel-server's state folder. */
  state: string;
  /** Where extensions are installed. */
  extensions: string;
  /** Writes a file into the workspace folder and gives its path. */
  write(name: string, text: string | Uint8Array): Promise<string>;
  /** Changes settings: at once, those of scope `application` when the window is loaded the next time. */
  set(settings: Record<string, unknown>): Promise<void>;
  /** Process id of the kernel-server that the extension started, when one runs. */
  serverPid(): Promise<number | undefined>;
  /** What the editor, its extension host and the kernel-server logged, for a test that failed. */
  logs(): Promise<string>;
};

/** How the screen stays quiet and the same. */
const QUIET = {
  "chat.disableAIFeatures": true,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.banner": "never",
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "remote.autoForwardPorts": false,
  // As on the desktop; in a browser the editor saves by itself.
  "files.autoSave": "off",
  "git.enabled": false,
  "files.simpleDialog.enable": true,
};

const START_MS = 30_000;
const END_MS = 5_000;

export async function startVsCode(options: VsCodeOptions = {}): Promise<VsCode> {
  install();
  const place = await mkdtemp(join(tmpdir(), "between-vscode-"));
  const at = (name: string) => join(place, name);
  let settings = { ...QUIET, ...options.settings };
  await writeJson(at("data/User/settings.json"), settings);
  await mkdir(at("work"));
  if (options.workspace !== undefined) await cp(options.workspace, at("work"), { recursive: true });
  await installExtensions(place, options.extensions ?? [packagedExtension()]);
  const locale = options.locale === undefined ? [] : ["--locale", await installLanguage(place, options.locale)];
  const trust = options.trust === true ? [] : ["--disable-workspace-trust"];
  const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
  const args = [...places(place), "--auth=none", "--bind-addr=127.0.0.1:0", ...quiet, ...trust, ...locale, at("work")];
  const child = spawn(process.execPath, [codeServerEntry, ...args], {
    // A group of its own, so that the editor's processes end with it; the kernel-server leaves it by itself.
    detached: true,
    env: { ...cleanEnv(), BETWEEN_STATE: at("state"), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (printed += text));
  try {
    const url = await untilListening(child, () => printed);
    return {
      url,
      folder: at("work"),
      state: at("state"),
      extensions: at("extensions"),
      write: async (name, text) => {
        await writeFile(at(`work/${name}`), text);
        return at(`work/${name}`);
      },
      set: async (more) => {
        settings = { ...settings, ...more };
        await writeJson(at("data/User/settings.json"), settings);
        // Where the editor runs in a browser, it watches the machine's settings, which win, and not the user's.
        await writeJson(at("data/Machine/settings.json"), settings);
      },
      serverPid: () => localServerPid(at("state")),
      logs: async () => withoutNoise([printed, await logsIn(place)].join("\n")),
      [Symbol.asyncDispose]: () => end(child, place),
    };
  } catch (thrown) {
    await end(child, place);
    throw thrown;
  }
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(value, undefined, 2));
}

const places = (place: string) => [
  `--config=${join(place, "config.yaml")}`,
  `--user-data-dir=${join(place, "data")}`,
  `--extensions-dir=${join(place, "extensions")}`,
];

/** As a user installs a VSIX. */
async function installExtensions(place: string, extensions: readonly string[]): Promise<void> {
  const files: string[] = [];
  for (const extension of extensions) {
    const isFolder = (await stat(extension)).isDirectory();
    files.push(isFolder ? packFolder(extension, join(place, `${files.length}.vsix`)) : extension);
  }
  const args = [...places(place), ...files.flatMap((file) => ["--install-extension", file])];
  const done = spawnSync(process.execPath, [codeServerEntry, ...args], { encoding: "utf8", env: cleanEnv() });
  if (done.status !== 0) throw new Error(`Installing ${files.join(", ")} failed:\n${done.stdout}${done.stderr}`);
}

/** As a language pack does, which the command line installs without telling the editor of its languages. */
async function installLanguage(place: string, locale: "ko"): Promise<string> {
  const file = join(place, "data/no-words.json");
  await writeJson(file, { version: "1.0.0", contents: {} });
  const extensions = [{ extensionIdentifier: { id: "between-test.language-pack" }, version: "0.0.1" }];
  const pack = { hash: "0", extensions, translations: { vscode: file }, label: "한국어" };
  await writeJson(join(place, "data/languagepacks.json"), { [locale]: pack });
  return locale;
}

/** Without what an editor around us would make its child take over. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_OPTIONS$|PORT$)/.test(name)),
  );
}

async function untilListening(child: ChildProcess, printed: () => string): Promise<string> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const url = /listening on (http:\/\/[\d.:]+)/.exec(printed())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`VS Code did not start:\n${printed()}`);
    await sleep(20);
  }
}

/** Ended with this process too, however it ends. */
const running = new Set<ChildProcess>();
const killRunning = () => running.forEach(({ pid }) => pid !== undefined && process.kill(-pid, "SIGKILL"));
process.once("exit", killRunning);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

async function end(child: ChildProcess, place: string): Promise<void> {
  running.delete(child);
  if (child.pid !== undefined && child.exitCode === null) {
    const ended = once(child, "exit");
    process.kill(-child.pid, "SIGTERM");
    const late = sleep(END_MS, "late", { ref: false });
    if ((await Promise.race([ended, late])) === "late") process.kill(-child.pid, "SIGKILL");
    await ended;
  }
  await endLocalServer(join(place, "state"));
  await rm(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Logs of the editor's own extensions and of installing ours. */
const OF_OTHERS = /[\\/]vscode\.|remoteCLI|mcpGateway|remoteagent/;

async function logsIn(place: string): Promise<string> {
  const found: string[] = [];
  for (const folder of ["data/logs", "state/local"]) {
    const names = await readdir(join(place, folder), { recursive: true }).catch(() => []); // Nothing was logged.
    for (const name of names.filter((one) => one.endsWith(".log") && !OF_OTHERS.test(one))) {
      const text = await readFile(join(place, folder, name), "utf8");
      if (text.trim() !== "") found.push(`--- ${folder}/${name}\n${text}`);
    }
  }
  return found.join("\n");
}
