// A form with data-live="NAME" asks while one types what its button action=NAME would answer, and
// shows the part with the id "live". Nothing is kept by asking, and without scripts the button does it.
"use strict";

const PAUSE = 700; // ms after the last key

for (const form of document.querySelectorAll("form[data-live]")) {
  let timer = 0;
  let asked = 0;

  const ask = async () => {
    const turn = ++asked;
    const sent = new FormData(form);
    for (const [name, value] of [...sent]) {
      if (value instanceof File) sent.delete(name);
    }
    sent.set("action", form.dataset.live);
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: sent });
      if (!answer.ok || turn !== asked) return; // half typed, or typed on since
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("live");
      if (now) document.getElementById("live").replaceChildren(...now.childNodes);
    } catch {
      // Off the network for a moment: the button still asks.
    }
  };

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
}
