// What was begun about a child and not yet logged. Written at every key, and at once: the browser's database would still be
// busy with the last words when the tab is killed.
"use strict";
Gate.drafts = (() => {
  const OLD = 7 * 24 * 3600 * 1000;
  const place = (owner) => `gatepost-drafts-${owner}`;

  function all(owner) {
    const kept = JSON.parse(localStorage.getItem(place(owner)) ?? "{}");
    return Object.fromEntries(Object.entries(kept).filter(([_family, draft]) => Date.now() - draft.at < OLD));
  }

  function change(owner, family, draft) {
    const kept = all(owner);
    if (draft) kept[family] = { ...draft, at: Date.now() };
    else delete kept[family];
    try {
      if (Object.keys(kept).length) localStorage.setItem(place(owner), JSON.stringify(kept));
      else localStorage.removeItem(place(owner));
    } catch {
      // No room: what is typed stands on the page as long as the page does.
    }
  }

  // The child whose card was open when the page went away.
  function openFamily(owner) {
    const open = Object.entries(all(owner)).filter(([_family, draft]) => draft.isOpen);
    return Number(open.sort((a, b) => b[1].at - a[1].at)[0]?.[0] ?? 0);
  }

  // A tab may be killed before the browser has noted that a draft is gone: what was logged does not come back.
  async function dropLogged(owner) {
    const logged = new Set([...(await Gate.store.all("entries")), ...(await Gate.store.all("logged"))].map((row) => row.once));
    for (const [family, draft] of Object.entries(all(owner))) if (logged.has(draft.once)) change(owner, family, null);
    change(owner, 0, null); // writes down what is not too old, and no more
    for (const row of await Gate.store.all("logged")) if (!row.expired && Date.now() - row.at > OLD) await Gate.store.remove("logged", row.once);
  }

  return { dropLogged, of: (owner, family) => all(owner)[family], change, openFamily };
})();
