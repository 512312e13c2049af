// What waits on this phone, in words, and when to try again.
"use strict";
Gate.waiting = (gate, owner, nameOf) => {
  const { store } = Gate;
  const { at, words, counted, refusedLine, say, show } = Gate.parts;
  const urls = { ticket: gate.dataset.ticket, sync: gate.dataset.sync };
  const EVERY = 30000;
  let state = "sent";
  let seen = []; // the ids that waited when last looked
  const taken = new Set(); // and those that left without being sent
  let hasSent = false; // during this visit
  let tries = 0;
  let nextTry = 0;

  // Sending: after a press, when the connection is back, when the page opens, and every half minute while something waits.
  async function send() {
    nextTry = Date.now() + EVERY;
    if ((await Gate.sync.waiting()).length > 0) await showState("sending");
    const answer = await Gate.sync.sync(urls);
    if (answer !== "busy") state = answer;
    tries = state === "offline" ? tries + 1 : 0;
    if (answer === "signed-out" || (answer === "somebody-else" && seen.length > 0)) await api.onEnd();
    const due = (await store.all("entries")).filter((entry) => !entry.refused && entry.owner === owner()).map((entry) => entry.hold);
    // What came in meanwhile, and what a killed tab held back, has no other clock.
    const soon = Math.max(Date.now() + 1000, Math.min(...due));
    if (state === "sent") nextTry = Math.min(nextTry, soon);
    if (state === "offline") nextTry = Math.min(nextTry, Date.now() + 1000 * 2 ** tries);
    return showState();
  }

  async function showState(doing = state) {
    const entries = await store.all("entries");
    const logged = await store.all("logged");
    const expired = logged.filter((row) => row.expired === owner());
    const remarks = new Set(logged.filter((row) => row.remark && row.owner === owner()).map((row) => row.remark));
    const mine = entries.filter((entry) => entry.owner === owner() && !entry.refused);
    const others = entries.filter((entry) => entry.owner !== owner()).length;
    const name = { sending: "sending", "signed-out": "signed-out", "somebody-else": "signed-out", "not-allowed": "not-allowed" }[doing] ?? "waiting";
    const held = mine.length > 0 && navigator.onLine && doing === "sent";
    const refused = entries.filter((entry) => entry.owner === owner() && entry.refused);
    for (const row of expired) taken.add(row.once);
    hasSent ||= seen.some((once) => !taken.has(once) && entries.every((entry) => entry.once !== once));
    seen = mine.map((entry) => entry.once);
    const own = mine.length === 0 ? hasSent && refused.length === 0 && words("sent") : counted(held ? "sending" : name, mine.length);
    say("#gate-state", [owner() && own, refused.length && counted("refused", refused.length), others && counted("others", others)].filter(Boolean).join(" "));
    show("#gate [data-do=send]", mine.length > 0 && doing === "offline");
    show("#gate-why", refused.length > 0);
    const hasEnded = api.isEnded || ["signed-out", "somebody-else"].includes(doing);
    show("#gate-sign-in", hasEnded && (mine.length > 0 || api.isEnded));
    show("#gate-sending", Boolean(at("#gate-state").textContent) || !at("#gate-sign-in").hidden);
    const isStuck = mine.length > 0 && (hasEnded || ["offline", "not-allowed"].includes(doing));
    at("#gate-sending").className = isStuck ? "row strip warning" : "row";
    if (refused.some((entry) => entry.once === api.last?.once)) show("#gate-done", false);
    at("#gate-refused ul").replaceChildren(...refused.map((entry) => refusedLine(entry, nameOf(entry.family), tryAgain, remove)));
    show("#gate-refused", refused.length > 0);
    const told = [expired.length && counted("expired", expired.length), ...remarks].filter(Boolean);
    if (told.length) say("#gate-expired span", told.join(" "));
    show("#gate-expired", told.length > 0);
  }

  async function tryAgain({ refused: _why, ...entry }) {
    await store.put("entries", entry);
    await send();
  }

  async function remove(entry) {
    taken.add(entry.once);
    await store.remove("entries", entry.once);
    await showState();
  }

  async function readExpired() {
    for (const row of await store.all("logged")) {
      if (row.expired === owner()) await store.remove("logged", row.once);
      if (row.remark && row.owner === owner()) await store.put("logged", { once: row.once, at: row.at });
    }
    await showState();
  }

  // Where the browser can, the service worker sends what this page no longer can.
  function wakeWorker() {
    navigator.serviceWorker?.getRegistration(gate.dataset.page).then((one) => one?.sync?.register("gatepost-gate")).catch(() => {});
  }

  setInterval(() => Date.now() >= nextTry && send(), 1000);
  // last: the entry that the page says is logged; onEnd: what to do when the session seems to have ended
  const api = { send, showState, remove, readExpired, wakeWorker, last: null, isEnded: false, onEnd: () => {} };
  return api;
};
