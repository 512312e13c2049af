// Sends the entries that wait, from a page or from the service worker. However often one is sent, it counts once: the
// school knows it by its own id. An entry leaves this phone only when the school has said that it stands there.
"use strict";
Gate.sync = (() => {
  const MOST = 50;
  const PATIENCE = 20000;
  const KEPT_FOR = 30 * 24 * 3600 * 1000; // the school takes nothing older

  // "sent" | "offline" | "signed-out" | "somebody-else" | "not-allowed" | "busy"
  async function sync(urls) {
    if (!navigator.locks) return send(urls);
    return navigator.locks.request("gatepost-gate", { ifAvailable: true }, (lock) => (lock ? send(urls) : "busy"));
  }

  async function send(urls) {
    const state = await sendAll(urls);
    await expire();
    return state;
  }

  async function sendAll(urls) {
    const ready = await waiting();
    if (ready.length === 0) return "sent";
    const ticket = await ask(urls.ticket);
    if (ticket.state !== "ok") return ticket.state;
    const mine = ready.filter((entry) => entry.owner === ticket.told.person);
    for (let start = 0; start < mine.length; start += MOST) {
      const state = await sendSome(urls, ticket.told, mine.slice(start, start + MOST));
      if (state !== "ok") return state;
    }
    return mine.length < ready.length && mine.length === 0 ? "somebody-else" : "sent";
  }

  // Whose hold is over and who have not been refused.
  async function waiting() {
    const entries = await Gate.store.all("entries");
    return entries.filter((entry) => !entry.refused && entry.hold <= Date.now()).sort((a, b) => a.at.localeCompare(b.at));
  }

  async function sendSome(urls, ticket, entries) {
    const body = {
      person: ticket.person,
      now: new Date().toISOString(),
      entries: entries.map(({ once, family, kind, means, note, at, planned }) => ({ once, family, kind, means, note, at, planned })),
    };
    const headers = { "Content-Type": "application/json", "X-CSRFToken": ticket.token };
    const answer = await ask(urls.sync, { method: "POST", headers, body: JSON.stringify(body) });
    if (answer.state === "broken" && entries.length > 1) {
      // One of them may be what the school stumbles over: the others shall not wait for it.
      const states = [];
      for (const entry of entries) states.push(await sendSome(urls, ticket, [entry]));
      return states.every((state) => state === "broken") ? "offline" : "ok";
    }
    if (answer.state !== "ok") return answer.state;
    for (const { once, result, message } of answer.told.answers) await settle(entries.find((entry) => entry.once === once), result, message);
    return "ok";
  }

  async function settle(entry, result, message) {
    if (!entry) return;
    // It stands there, but not quite as it was said: its owner is told.
    if (result === "kept" && message) await Gate.store.put("logged", { once: entry.once, at: Date.now(), remark: message, owner: entry.owner });
    if (result === "kept" || result === "known") await Gate.store.remove("entries", entry.once);
    if (result === "refused") await Gate.store.put("entries", { ...entry, refused: message, refusedAt: entry.refusedAt ?? Date.now() });
  }

  // Words about children do not lie on a phone for ever: what could not be sent goes 30 days after the talk, what was
  // refused 30 days after that. Its id stays, without a word, so that its owner is told.
  async function expire() {
    for (const entry of await Gate.store.all("entries")) {
      const since = entry.refusedAt ?? Date.parse(entry.at);
      if (Date.now() - since < KEPT_FOR) continue;
      await Gate.store.put("logged", { once: entry.once, at: Date.now(), expired: entry.owner });
      await Gate.store.remove("entries", entry.once);
    }
  }

  // Whatever is not clearly our school's own answer (a hotspot's page, half a line) counts as no connection.
  async function ask(url, options = {}) {
    try {
      const response = await fetch(url, { ...options, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (response.type === "opaqueredirect" || response.status === 401) return { state: "signed-out" };
      if (response.status === 409) return { state: "somebody-else" };
      // A refused POST is a stale token, and the next try brings a new one; a refused ticket means what it says.
      if (response.status === 403) return { state: options.method ? "offline" : "not-allowed" };
      if (options.method && [413, 422, 500].includes(response.status)) return { state: "broken" };
      const told = response.ok ? await response.json() : null;
      return told && (told.person || told.answers) ? { state: "ok", told } : { state: "offline" };
    } catch {
      return { state: "offline" };
    }
  }

  return { sync, waiting };
})();
