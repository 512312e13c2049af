// Small parts of the page: words from the template, buttons with names, showing and hiding.
"use strict";
Gate.parts = (() => {
  const at = (selector) => document.querySelector(selector);

  function words(name, filled = {}) {
    const found = at(`#gate-words [data-word="${name}"]`)?.textContent ?? name;
    return Object.entries(filled).reduce((text, [slot, value]) => text.replace(`{${slot}}`, value), found);
  }

  // "one" and "many": the template has both.
  const counted = (name, number) => words(number === 1 ? `${name}-one` : name, { number });

  function element(tag, content = "", attributes = {}) {
    const made = document.createElement(tag);
    if (content) made.textContent = content;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  // A child's button: the name, and below it the home where there are several.
  function childButton(child, press) {
    const button = element("button", "", { class: "btn", type: "button", "data-family": child.family });
    const lines = element("span");
    lines.append(element("bdi", child.name));
    if (child.home) {
      const home = element("small");
      home.append(element("bdi", child.home));
      lines.append(element("br"), home);
    }
    button.append(lines);
    button.addEventListener("click", () => press(child));
    return button;
  }

  function sectionButton(section, press) {
    const button = element("button", "", { class: "btn", type: "button", "aria-pressed": "false", "data-section": section.id });
    button.append(element("bdi", section.name));
    button.addEventListener("click", () => press(section));
    return button;
  }

  function refusedLine(entry, name, again, remove) {
    const line = element("li", "", { "data-once": entry.once });
    const who = element("div");
    who.append(element("b", name ?? words("an-entry")), element("br"), element("span", new Date(entry.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }), { class: "small" }));
    const why = element("div", entry.refused);
    if (entry.note) why.append(element("br"), element("span", `“${entry.note}”`, { class: "small" }));
    const ways = element("div", "", { class: "row" });
    for (const [word, act] of [["again", again], ["delete", remove]]) {
      const button = element("button", words(word), { class: "btn quiet", type: "button" });
      button.addEventListener("click", () => act(entry));
      ways.append(button);
    }
    line.append(who, why, ways);
    return line;
  }

  // The choices of a select after its first, which stands for none.
  function offer(selector, choices, chosen) {
    const select = at(selector);
    select.replaceChildren(select.options[0], ...choices.map((one) => element("option", one.title, { value: one.id })));
    select.value = choices.some((one) => one.id === chosen) ? chosen : "";
  }

  function show(selector, isShown) {
    const part = at(selector);
    if (part.hidden === isShown) part.hidden = !isShown;
  }

  function say(selector, text) {
    const part = at(selector);
    if (part.textContent !== text) part.textContent = text;
  }

  return { at, words, element, counted, childButton, sectionButton, refusedLine, offer, show, say };
})();
