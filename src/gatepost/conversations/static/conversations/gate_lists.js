// The children of the person's lists: fetched for this visit, and kept on this phone only where the person chose so.
"use strict";
Gate.lists = (() => {
  const DAYS = 7 * 24 * 3600 * 1000;
  const SKEW = 10 * 60 * 1000;
  const wish = (owner) => `gatepost-keep-${owner}`;

  // Who is at this phone: the page knows; the shell goes by the mark of the kept lists.
  const owner = () => Number(document.body.dataset.person || localStorage.getItem(Gate.store.KEPT) || 0);
  const isWished = (person) => localStorage.getItem(wish(person)) === "yes";
  const hasChosen = (person) => localStorage.getItem(wish(person)) !== null;
  const notNow = (person) => localStorage.setItem(wish(person), "later");
  const isMarked = (person) => localStorage.getItem(Gate.store.KEPT) === String(person);

  // What is kept for this person, or why not: {list} or {reason}.
  async function kept(person) {
    if (!person || !isMarked(person)) return { reason: "nothing-kept" };
    const row = await Gate.store.get("lists", person);
    if (!row) return { reason: "nothing-kept" };
    const age = Date.now() - row.at;
    if (age > -SKEW && age < DAYS) return row; // a list from the future is one whose clock was put back
    await Gate.store.remove("lists", person);
    return { reason: "too-old" };
  }

  // The school's newest word: {list}, or {state} "offline" | "signed-out" | "not-allowed".
  async function fresh(url, person) {
    const old = await kept(person);
    const headers = old.mark ? { "If-None-Match": old.mark } : {};
    try {
      const path = isWished(person) ? `${url}?kept=yes` : url;
      const response = await fetch(path, { headers, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(20000) });
      if (response.type === "opaqueredirect" || response.status === 401) return forget().then(() => ({ state: "signed-out" }));
      if (response.status === 403) return drop(person).then(() => ({ state: "not-allowed" }));
      if (response.status === 304) return keep({ ...old, at: Date.now() });
      const list = response.ok ? await response.json() : null;
      if (!Array.isArray(list?.children)) return { state: "offline" };
      return keep({ owner: list.person, list, mark: response.headers.get("ETag"), at: Date.now() });
    } catch {
      return { state: "offline" };
    }
  }

  // Keeps the row where its owner wishes so; answers with it in any case.
  async function keep(row) {
    if (!isWished(row.owner) || row.isEmpty) return row;
    localStorage.setItem(Gate.store.KEPT, String(row.owner));
    await Gate.store.put("lists", row);
    return row;
  }

  async function startKeeping(row, workerUrl) {
    await navigator.serviceWorker.register(workerUrl);
    await navigator.serviceWorker.ready;
    localStorage.setItem(wish(row.owner), "yes");
    return keep({ ...row, at: Date.now() });
  }

  async function forget() {
    localStorage.removeItem(Gate.store.KEPT);
    await Gate.store.destroy(Gate.store.KEPT);
  }

  // For good: the lists, the wish, the shell. Entries that wait stay.
  async function drop(person) {
    notNow(person);
    await forget();
    for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) if (one.scope.endsWith("/talks/")) await one.unregister();
    if (self.caches) for (const name of await caches.keys()) if (name.startsWith("gatepost-shell-")) await caches.delete(name);
  }

  // As people.search_key on the server: lower case, without accents; every word has to stand somewhere.
  const key = (words) => words.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "").trim();
  function search(list, typed) {
    const words = key(typed).split(/\s+/).filter(Boolean);
    return list.children.filter((child) => words.length > 0 && words.every((word) => child.key.includes(word)));
  }

  return { owner, isWished, hasChosen, notNow, kept, fresh, keep, startKeeping, forget, drop, search, until: (row) => new Date(row.at + DAYS) };
})();
