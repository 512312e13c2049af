// What a page keeps on this phone belongs to the one who is signed in: lists and begun words are deleted when she signs out,
// and when somebody else has signed in; the lists also when the school asks to sign in, as the session has ended. The mark
// goes at once, also where the browser leaves the page before the database is gone: pages that find no mark show nothing.
(() => {
  const KEPT = "gatepost-kept";
  const BEGUN = "gatepost-drafts-";
  function forget() {
    localStorage.removeItem(KEPT);
    indexedDB.deleteDatabase(KEPT);
  }
  function forgetBegun(but) {
    for (const name of Object.keys(localStorage)) if (name.startsWith(BEGUN) && name !== BEGUN + but) localStorage.removeItem(name);
  }
  try {
    const whose = localStorage.getItem(KEPT);
    const signedIn = document.body.dataset.person;
    if (whose && signedIn && whose !== signedIn) forget();
    if (signedIn) forgetBegun(signedIn);
    if (whose && location.pathname.endsWith("/accounts/login/")) forget();
    document.addEventListener("submit", (event) => {
      const way = event.target.getAttribute("action") ?? "";
      if (!way.endsWith("/logout/") && !way.endsWith("/sign-out-everywhere/")) return;
      forget();
      forgetBegun();
    });
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
})();
