// A kiosk goes back to its first page after a minute without a touch, so that nobody finds what somebody else began.
"use strict";
{
  const { firstPage, stillThere } = document.currentScript.dataset;
  const MINUTE = 60000;
  let asking, leaving, strip;

  const leave = () => location.replace(firstPage);
  const ask = () => {
    strip = document.createElement("p");
    strip.className = "strip warning still-there"; // above the page: what is under a finger must not move
    strip.setAttribute("role", "alert");
    strip.textContent = stillThere;
    document.getElementById("main").prepend(strip);
  };
  const begin = () => {
    clearTimeout(asking);
    clearTimeout(leaving);
    strip?.remove();
    asking = setTimeout(ask, MINUTE * 0.7);
    leaving = setTimeout(leave, MINUTE);
  };

  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, begin, { passive: true });
  // A page kept by the browser is never shown again to the next person.
  addEventListener("pageshow", (event) => { if (event.persisted) leave(); else begin(); });
}
