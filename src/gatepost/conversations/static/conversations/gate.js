// The gate: child, button, done; the same with and without connection. Without script the page below does it too.
"use strict";
(() => {
  const { store, lists, drafts, parts } = Gate;
  const { at, words, show, say } = parts;
  const gate = at("#gate");
  const FOUND_AT_MOST = 40;
  let row = null; // what lists.js gave: {owner, list, …}
  let child = null; // whom the card is about
  let section = null;
  let undone = null; // the entry that can still be undone

  const owner = () => row?.owner ?? lists.owner();
  const childOf = (family) => row?.list.children.find((one) => one.family === family);
  const waits = Gate.waiting(gate, owner, (family) => childOf(family)?.name);
  const { send, showState } = waits;

  // Choosing a child.
  function showChoices() {
    const typed = at("#gate-name").value.trim();
    const chosen = typed ? lists.search(row.list, typed) : row.list.children.filter((one) => one.sections.includes(section));
    const found = chosen.slice(0, typed ? FOUND_AT_MOST : chosen.length);
    at("#gate-found").replaceChildren(...found.map((one) => parts.childButton(one, openCard)));
    if (typed && found.length === 0) at("#gate-found").append(parts.element("p", words("nobody")));
    const recent = row.list.recent.map((id) => row.list.children.find((one) => one.family === id)).filter(Boolean);
    at("#gate-recent .talk-buttons").replaceChildren(...recent.slice(0, 5).map((one) => parts.childButton(one, openCard)));
    show("#gate-recent", recent.length > 0 && !typed);
    const opened = row.list.sections.find((one) => one.id === section);
    at("#gate-class bdi").textContent = opened?.name ?? "";
    show("#gate-class", Boolean(opened) && !typed);
    show("#gate-sections", row.list.sections.length > 1 && !typed);
    for (const button of at("#gate-sections").children) button.setAttribute("aria-pressed", String(Number(button.dataset.section) === section));
  }

  function showSections() {
    const one = (item) => parts.sectionButton(item, pickSection);
    at("#gate-sections").replaceChildren(...row.list.sections.map(one));
    section = row.list.sections.some((one) => one.id === section) ? section : onlySection();
  }

  // Who has one section finds its list open.
  const onlySection = () => (row.list.sections.length === 1 ? row.list.sections[0].id : null);

  function pickSection(item) {
    at("#gate-name").value = "";
    section = section === item.id ? null : item.id;
    showChoices();
  }

  // The card of one child; what was typed about this child before is there again.
  function openCard(one, { isNew = true } = {}) {
    child = one;
    if (isNew) history.pushState({ family: one.family }, "");
    at("#gate-card").reset();
    at("#gate-card h1 bdi").textContent = one.name;
    at("#gate-card [data-home]").textContent = one.home ? `${one.home} · ` : "";
    const draft = drafts.of(owner(), one.family);
    if (draft) {
      at("#gate-note").value = draft.note;
      at(`#gate-card [value="${draft.means}"]`).checked = true;
    }
    parts.offer("#gate-part-of", row.list.activities ?? [], draft?.planned);
    show("#gate-planned", (row.list.activities ?? []).length > 0);
    show("#gate-full", false);
    show("#gate-choose", false);
    show("#gate-card", true);
    show("#gate-keeping", false);
    scrollTo(0, 0);
    at("#gate-card h1").focus();
    keepDraft();
  }

  function closeCard() {
    const draft = drafts.of(owner(), child.family);
    drafts.change(owner(), child.family, draft?.note ? { ...draft, isOpen: false } : null);
    leaveCard();
  }

  function leaveCard() {
    child = null;
    section = onlySection();
    at("#gate-name").value = "";
    show("#gate-card", false);
    show("#gate-choose", true);
    show("#gate-keeping", true);
    showChoices();
    scrollTo(0, 0);
    at("#gate-choose h1").focus();
  }

  function keepDraft() {
    if (!child) return;
    const means = at("#gate-card [name=means]:checked").value;
    const once = drafts.of(owner(), child.family)?.once ?? newId();
    drafts.change(owner(), child.family, { once, means, note: at("#gate-note").value, planned: planned(), isOpen: true });
  }

  // The id of what the talk is part of, where something goes on and was chosen.
  const planned = () => Number(at("#gate-part-of").value) || undefined;

  // One press: it stands on this phone at once and goes out when it can no longer be undone.
  async function log(button) {
    if (!child) return;
    const one = child;
    const { family, name } = one;
    const hold = Date.now() + Number(gate.dataset.undo) * 1000;
    const note = at("#gate-note").value;
    const means = at("#gate-card [name=means]:checked").value;
    const once = drafts.of(owner(), family)?.once ?? newId();
    const entry = { once, owner: owner(), family, kind: button.dataset.kind, means, note, planned: planned(), at: new Date().toISOString(), hold };
    child = null; // a second press of an impatient thumb finds nobody to log about
    try {
      await store.put("entries", entry);
    } catch {
      child = one;
      return show("#gate-full", true);
    }
    drafts.change(owner(), family, null);
    await store.put("logged", { once, at: Date.now() }).catch(() => {});
    row.list.recent = [family, ...row.list.recent.filter((id) => id !== family)].slice(0, 5);
    await lists.keep(row).catch(() => {}); // the entry stands; the rest is comfort
    history.replaceState(null, "", gate.dataset.page);
    leaveCard();
    await showState();
    offerUndo(entry, words("logged", { kind: button.textContent, child: name }));
    waits.wakeWorker();
  }

  const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

  function offerUndo(entry, sentence) {
    undone = waits.last = entry;
    at("#gate-done span").textContent = sentence;
    show("#gate-done", true);
    show("#gate-done [data-do=undo]", true);
    setTimeout(() => {
      if (undone?.once === entry.once) {
        undone = null;
        show("#gate-done [data-do=undo]", false);
      }
      send();
    }, Math.max(0, entry.hold - Date.now()) + 20);
  }

  async function undo() {
    const entry = undone;
    undone = null;
    show("#gate-done", false);
    const standing = entry && (await store.get("entries", entry.once));
    if (!standing || standing.hold <= Date.now()) return;
    await waits.remove(standing);
    drafts.change(entry.owner, entry.family, { once: newId(), means: entry.means, note: entry.note, planned: entry.planned, isOpen: true });
    const one = childOf(entry.family);
    if (one) openCard(one);
    await showState();
  }

  // Keeping the lists on this phone, or not.
  function showKeeping() {
    const isKept = lists.isWished(owner());
    const canKeep = "serviceWorker" in navigator && !isKept && !row.isEmpty;
    show("#gate-ask", canKeep && !lists.hasChosen(owner()));
    show("#gate-keep", canKeep && lists.hasChosen(owner()));
    show("#gate-kept", isKept && !row.isEmpty);
    const day = lists.until(row).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
    at("#gate-kept [data-until]").textContent = words("until", { day });
  }

  async function keep() {
    try {
      row = await lists.startKeeping(row, gate.dataset.worker);
      at("#gate-kept").open = true;
    } catch {
      await lists.drop(owner());
      say("#gate-lists", words("keep-failed"));
      show("#gate-lists", true);
    }
    showKeeping();
  }

  function notNow() {
    lists.notNow(owner());
    showKeeping();
  }

  async function drop() {
    await lists.drop(owner());
    showKeeping();
  }

  // Opening: what is kept at once, then the school's newest word.
  async function open() {
    const person = lists.owner();
    const before = await lists.kept(person);
    if (before.list) await begin(before);
    if ((await askSchool()) === "offline" && !row && !at("#without-script")) await beginEmpty(before.reason);
    return send();
  }

  // The school's newest word on the lists, and on whether this person is still signed in.
  async function askSchool() {
    const person = owner();
    const found = await lists.fresh(gate.dataset.list, person);
    if (found.list && found.owner !== person) await somebodyElse(found);
    else if (found.list) await (row ? refresh(found) : begin(found));
    else if (found.state === "not-allowed") await beginEmpty("no-lists");
    else if (found.state === "signed-out") await beginEmpty("ended");
    if (!found.list && found.state !== "offline") await showState(found.state);
    return found.state;
  }
  waits.onEnd = askSchool;

  const backOnline = () => askSchool().catch(() => {}).then(send);

  // A page that was opened for one person, and by now another has signed in.
  async function somebodyElse(found) {
    await lists.forget();
    if (document.body.dataset.person) return location.reload();
    if (child) leaveCard();
    await begin(await lists.keep(found));
  }

  async function begin(found) {
    row = found;
    waits.isEnded = false;
    show("#gate-lists", false);
    await drafts.dropLogged(owner());
    await forgetNames();
    const wanted = Number(new URLSearchParams(location.search).get("family"));
    const one = childOf(wanted || drafts.openFamily(owner()));
    if (wanted && !one && at("#without-script")) {
      row = null; // the page below knows more than the list
      return;
    }
    const typed = at("#q")?.value;
    if (typed) at("#gate-name").value = typed;
    at("#without-script")?.remove();
    show("#gate", true);
    showSections();
    showChoices();
    showKeeping();
    await showState();
    if (one) openCard(one, { isNew: false });
  }

  // Entries of an earlier version of this page held the child's name; it stands in the list, if anywhere.
  async function forgetNames() {
    for (const { childName, ...entry } of await store.all("entries")) if (childName) await store.put("entries", entry);
  }

  async function refresh(found) {
    const names = ({ list }) => JSON.stringify([list.children, list.sections, list.activities]); // who was logged last is known here already
    const isSame = !row.isEmpty && names(found) === names(row);
    waits.isEnded = false;
    show("#gate-lists", false);
    row = isSame ? { ...found, list: row.list } : found;
    if (!isSame) showSections();
    if (!isSame && !child) showChoices(); // the same list stays where it is, and so do its buttons
    showKeeping();
  }

  // No names: none kept, or no longer his to see. A card that is open stays until its talk is logged.
  async function beginEmpty(reason) {
    row = { owner: owner(), list: { children: [], sections: [], activities: [], recent: [] }, at: Date.now(), isEmpty: true };
    waits.isEnded = reason === "ended";
    at("#without-script")?.remove();
    if (child && reason !== "ended") leaveCard();
    if (!undone) show("#gate-done", false);
    show("#gate", true);
    showSections();
    showChoices();
    showKeeping();
    say("#gate-lists", words(reason));
    show("#gate-lists", true);
    await showState();
  }

  gate.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.kind) log(button);
    const acts = { undo, keep, drop, "not-now": notNow, "read-expired": waits.readExpired, send, back: () => (history.state?.family ? history.back() : closeCard()) };
    acts[button?.dataset.do]?.();
  });
  at("#gate-name").addEventListener("input", () => showChoices());
  at("#gate-name").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && at("#gate-found").children.length === 1) at("#gate-found button").click();
  });
  at("#gate-card").addEventListener("input", keepDraft);
  at("#gate-card").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => child && closeCard());
  addEventListener("online", backOnline);
  addEventListener("offline", () => {
    showState("offline");
  });
  // Who leaves the page does not undo any more: what is held goes out now.
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "hidden") {
      undone = null;
      for (const entry of await store.all("entries")) if (entry.hold > Date.now()) await store.put("entries", { ...entry, hold: 0 });
      show("#gate-done [data-do=undo]", false);
    }
    send();
  });
  open().catch(() => at("#without-script") && show("#gate", false));
})();
