// What waits on this phone, in words, and when to try again.
"use strict";
Gate.waiting = (gate, owner) => {
  const { store } = Gate;
  const { at, words, counted, refusedLine, say, show } = Gate.parts;
  const urls = { ticket: gate.dataset.ticket, sync: gate.dataset.sync };
  const EVERY = 30000;
  let state = "sent";
  let hasWaited = false; // during this visit
  let tries = 0;
  let nextTry = 0;

  // Sending: after a press, when the connection is back, when the page opens, and every half minute while something waits.
  async function send() {
    nextTry = Date.now() + EVERY;
    if ((await Gate.sync.waiting()).length > 0) await showState("sending");
    const answer = await Gate.sync.sync(urls);
    if (answer !== "busy") state = answer;
    tries = state === "offline" ? tries + 1 : 0;
    const due = (await store.all("entries")).filter((entry) => !entry.refused && entry.owner === owner()).map((entry) => entry.hold);
    // What came in meanwhile, and what a killed tab held back, has no other clock.
    const soon = Math.max(Date.now() + 1000, Math.min(...due));
    if (state === "sent") nextTry = Math.min(nextTry, soon);
    if (state === "offline") nextTry = Math.min(nextTry, Date.now() + 1000 * 2 ** tries);
    return showState();
  }

  async function showState(doing = state) {
    const entries = await store.all("entries");
    const mine = entries.filter((entry) => entry.owner === owner() && !entry.refused);
    const others = entries.filter((entry) => entry.owner !== owner()).length;
    const name = { sending: "sending", "signed-out": "signed-out", "not-allowed": "not-allowed" }[doing] ?? "waiting";
    const held = mine.length > 0 && navigator.onLine && doing === "sent";
    const refused = entries.filter((entry) => entry.owner === owner() && entry.refused);
    hasWaited ||= mine.length > 0;
    const own = mine.length === 0 ? hasWaited && refused.length === 0 && words("sent") : counted(held ? "sending" : name, mine.length);
    say("#gate-state", [owner() && own, refused.length && counted("refused", refused.length), others && counted("others", others)].filter(Boolean).join(" "));
    show("#gate-sending", Boolean(at("#gate-state").textContent));
    show("#gate [data-do=send]", mine.length > 0 && doing === "offline");
    show("#gate-why", refused.length > 0);
    show("#gate-sign-in", doing === "signed-out" && mine.length > 0);
    const isStuck = mine.length > 0 && ["offline", "signed-out", "not-allowed"].includes(doing);
    at("#gate-sending").className = isStuck ? "row strip warning" : "row";
    if (refused.some((entry) => entry.once === api.last?.once)) show("#gate-done", false);
    at("#gate-refused ul").replaceChildren(...refused.map((entry) => refusedLine(entry, tryAgain, remove)));
    show("#gate-refused", refused.length > 0);
  }

  async function tryAgain({ refused: _why, ...entry }) {
    await store.put("entries", entry);
    await send();
  }

  async function remove(entry) {
    await store.remove("entries", entry.once);
    await showState();
  }

  // Where the browser can, the service worker sends what this page no longer can.
  function wakeWorker() {
    navigator.serviceWorker?.getRegistration(gate.dataset.page).then((one) => one?.sync?.register("gatepost-gate")).catch(() => {});
  }

  setInterval(() => Date.now() >= nextTry && send(), 1000);
  const api = { send, showState, wakeWorker, last: null }; // last: the entry that the page says is logged
  return api;
};
