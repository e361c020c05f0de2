import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runId, sessionId } from "../../protocol/ids.ts";
import { memoryText, notebookName, serverText, sessionBrief, sessionText, timeText } from "./session-text.ts";

const at = new Date(2026, 10, 22, 14, 5).getTime();
const session = {
  session: sessionId("s"),
  uri: "file:///home/ana/sign-up%20funnel.between-nb",
  engine: "embedded",
  state: "running" as const,
  since: at,
};

describe("a session in the Sessions view", () => {
  it("says what runs, on which engine, since when, with how much memory and for how many windows", () => {
    const busy = { ...session, cell: 2, runs: [runId("a"), runId("b")], memory: 312_400_000, held: 2 };
    assert.deepEqual(sessionText("en", busy, at), [
      "running cell 3",
      "1 waiting",
      "engine embedded",
      "open since 14:05",
      "312 MB",
      "open in 2 windows",
    ]);
    assert.equal(sessionBrief("en", busy), "running cell 3 · embedded · 312 MB");
    assert.deepEqual(sessionText("ko", { ...session, state: "idle", held: 0 }, at), [
      "대기 중",
      "엔진 embedded",
      "14:05에 열림",
      "열린 창 없음",
    ]);
  });

  it("has the notebook's name", () => {
    assert.equal(notebookName(session.uri), "sign-up funnel");
    assert.equal(notebookName("untitled:Untitled-1.between-nb"), "Untitled-1");
    assert.equal(notebookName("untitled:Untitled-1.between-nb?between-nb#4f1c"), "Untitled-1");
    assert.equal(notebookName("file:///a/100%.between-nb"), "100%");
  });

  it("says the day of a time that is not of today", () => {
    assert.equal(timeText("en", at, at + 86_400_000), "Nov 22, 14:05");
    assert.equal(memoryText("en", 4_210_000_000), "4.2 GB");
  });
});

describe("a server in the Sessions view", () => {
  const remote = { key: "wss://a", url: "wss://a", label: "prod", engines: [] };
  it("says whether it is there, and how many sessions it has", () => {
    assert.equal(serverText("en", { ...remote, state: "connected" }, 0), "no sessions");
    assert.equal(serverText("en", { ...remote, state: "connected" }, 1), "1 session");
    assert.equal(serverText("en", { ...remote, state: "reconnecting" }, undefined), "connecting again…");
    assert.equal(serverText("en", { ...remote, state: "away" }, undefined), "not connected");
    const local = { key: "local", label: "this machine", engines: [], state: "away" as const };
    assert.equal(serverText("en", local, undefined), "not running");
  });
});
