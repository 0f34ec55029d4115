// A form with data-live="NAME" asks while one types what its button action=NAME would answer, and
// shows the part with the id "live". A choice with data-asks="NAME" asks by that button at once and
// shows the part with the id "asked". Nothing is kept by asking; without scripts the buttons do it.
"use strict";

const PAUSE = 700; // ms after the last key

/** What the form would send to this button, without its files. */
function asking(form, action) {
  const sent = new FormData(form);
  for (const [name, value] of [...sent]) {
    if (value instanceof File) sent.delete(name);
  }
  sent.set("action", action);
  return sent;
}

for (const form of document.querySelectorAll("form[data-live]")) {
  let timer = 0;
  const turns = new Map();

  /** Ask by a button and show the part of its answer with this id; what is typed stays. */
  const ask = async (action, part) => {
    const turn = (turns.get(part) ?? 0) + 1;
    turns.set(part, turn);
    try {
      const body = asking(form, action);
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body });
      if (!answer.ok || turn !== turns.get(part)) return; // half typed, or typed on since
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById(part);
      if (now) document.getElementById(part).replaceChildren(...now.childNodes);
    } catch {
      // Off the network for a moment: the button still asks.
    }
  };

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask(form.dataset.live, "live"), PAUSE);
    });
  }
  for (const choice of form.querySelectorAll("[data-asks]")) {
    choice.addEventListener("change", () => ask(choice.dataset.asks, "asked"));
  }
}
