// Small comforts on staff pages; every page works without them.
// Closes an open menu when something else is pressed or Escape is hit.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.more[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.more[open]")) menu.removeAttribute("open");
});
// A form that was sent shows that it is on its way and is not sent twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.matches("[hx-post],[hx-get]")) return;
  for (const button of event.target.querySelectorAll("button:not([name])")) button.setAttribute("aria-busy", "true");
});
