import type { SessionSummary } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { ServerInfo } from "../parts.ts";

/** Its last part, as the file is called. */
export function notebookName(uri: string): string {
  const name = (/[^/\\]*$/.exec(uri)?.[0] ?? uri).replace(/^untitled:|(\.between-nb)?([?#].*)?$/g, "");
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // Not percent-encoded after all.
  }
}

/** What a session does, on which engine, since when, with how much memory, for how many windows. */
export function sessionText(lang: Lang, session: SessionSummary, now = Date.now()): string[] {
  const { engine, since, memory, held, runs = [] } = session;
  const waiting = runs.length > 1 ? [say(lang, "kernels.session.waiting", { count: runs.length - 1 })] : [];
  return [
    sessionState(lang, session),
    ...waiting,
    say(lang, "kernels.session.engine", { engine }),
    say(lang, "kernels.session.open-since", { time: timeText(lang, since, now) }),
    ...(memory === undefined ? [] : [memoryText(lang, memory)]),
    ...(held === undefined ? [] : [heldText(lang, held)]),
  ];
}

/** The same in few words, for a narrow row. */
export function sessionBrief(lang: Lang, session: SessionSummary): string {
  const { engine, memory } = session;
  return [sessionState(lang, session), engine, ...(memory === undefined ? [] : [memoryText(lang, memory)])].join(" · ");
}

export function sessionState(lang: Lang, { state, cell }: Pick<SessionSummary, "state" | "cell">): string {
  if (state === "running" && cell !== undefined) return say(lang, "kernels.session.running-cell", { cell: cell + 1 });
  return say(lang, `kernels.session.${state}`);
}

/** What a server's row says beside its name. `sessions` is absent while it is not connected. */
export function serverText(lang: Lang, server: ServerInfo, sessions: number | undefined): string {
  if (server.state === "connecting" || server.state === "reconnecting")
    return say(lang, `kernels.status.${server.state}`);
  if (sessions === undefined)
    return say(lang, server.url === undefined ? "kernels.server.not-running" : "kernels.server.away");
  if (sessions === 0) return say(lang, "kernels.server.no-sessions");
  return sessions === 1
    ? say(lang, "kernels.server.one-session")
    : say(lang, "kernels.server.sessions", { count: sessions });
}

/** The time of day, with the date when it was another day. */
export function timeText(lang: Lang, at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  const day = sameDay ? {} : ({ month: "short", day: "numeric" } as const);
  return new Intl.DateTimeFormat(lang, { ...day, hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
}

/** Bytes in decimal megabytes or gigabytes, as disks have them. */
export function memoryText(lang: Lang, bytes: number): string {
  const [value, unit] = bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  const digits = unit === "GB" ? 1 : 0;
  return `${value.toLocaleString(lang, { maximumFractionDigits: digits })} ${unit}`;
}

function heldText(lang: Lang, held: number): string {
  if (held === 0) return say(lang, "kernels.session.held-none");
  return held === 1 ? say(lang, "kernels.session.held-one") : say(lang, "kernels.session.held", { count: held });
}
