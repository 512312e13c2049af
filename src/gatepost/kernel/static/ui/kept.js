// What a page keeps on this phone belongs to the one who is signed in: it is deleted when she signs out, and when somebody
// else has signed in. The mark goes at once, also where the browser leaves the page before the database is gone: pages
// that find no mark show nothing.
(() => {
  const KEPT = "gatepost-kept";
  function forget() {
    localStorage.removeItem(KEPT);
    indexedDB.deleteDatabase(KEPT);
  }
  try {
    const whose = localStorage.getItem(KEPT);
    const signedIn = document.body.dataset.person;
    if (whose && signedIn && whose !== signedIn) forget();
    document.addEventListener("submit", (event) => {
      const way = event.target.getAttribute("action") ?? "";
      if (way.endsWith("/logout/") || way.endsWith("/sign-out-everywhere/")) forget();
    });
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
})();
