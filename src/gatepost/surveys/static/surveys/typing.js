// Typing a sheet in: one figure for each question, and it jumps on. Without this, the form is a plain form.
const form = document.getElementById("sheet");
const items = [...form.querySelectorAll("[data-item]")];
const KEYS = "123456789abcdefghijklmnopqrstuvwxyz"; // a list may have more boxes than there are figures

for (const item of items) {
  for (const [place, shown] of [...item.querySelectorAll(".choices b")].entries()) shown.textContent = KEYS[place] ?? "";
}

const fieldsOf = (item) => [...item.querySelectorAll("input, textarea")];
const wordsOf = (item) => item.querySelector("textarea");

function goTo(place) {
  const item = items[place];
  if (!item) {
    form.querySelector("button").focus();
    return;
  }
  const fields = fieldsOf(item);
  (fields.find((field) => field.checked) ?? fields[0]).focus({ preventScroll: true });
  item.scrollIntoView({ block: "center" });
}

function choose(place, key) {
  const item = items[place];
  const fields = fieldsOf(item);
  const isSeveral = item.querySelector("[data-several]") !== null;
  if (key === "0") {
    for (const field of fields) field.checked = false;
    goTo(place + 1);
    return;
  }
  const field = fields[KEYS.indexOf(key)];
  if (!field) return; // no such box: stay, so that the eye notices
  if (isSeveral) {
    field.checked = !field.checked;
    field.focus({ preventScroll: true });
  } else {
    field.checked = true;
    goTo(place + 1);
  }
}

form.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") form.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const place = items.indexOf(event.target.closest("[data-item]"));
  if (place < 0 || wordsOf(items[place])) return; // in own words every key is a letter
  if (event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
  } else if (/^[0-9a-z]$/i.test(event.key)) {
    event.preventDefault();
    choose(place, event.key.toLowerCase());
  } else if (event.key === " " || event.key === "ArrowDown") {
    event.preventDefault();
    goTo(place + 1);
  } else if (event.key === "ArrowUp" || event.key === "Backspace") {
    event.preventDefault();
    goTo(Math.max(place - 1, 0));
  }
});

goTo(0);
