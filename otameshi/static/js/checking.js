// The claims desk by single keys, and receipts that are zoomed and turned without a new page.
//
// Links and buttons of the page do the same. Letters do nothing while one types in a field, and can
// be switched off (WCAG 2.1.4); what was chosen is kept on this device.
"use strict";

const OFF = "checking-keys-off";
const ZOOM = "checking-zoom";

/** Storage may be closed to us: then nothing is remembered. */
const remembered = (kind, key) => {
  try {
    return window[kind].getItem(key);
  } catch {
    return null;
  }
};
const remember = (kind, key, value) => {
  try {
    window[kind].setItem(key, value);
  } catch {
    // Not kept, and nothing else is lost.
  }
};

class Look {
  constructor(nav) {
    this.nav = nav;
    this.steps = nav.dataset.zooms.split(" ").map(Number);
    this.zoom = Number(nav.dataset.zoom);
    this.turn = Number(nav.dataset.turn);
    this.images = [...document.querySelectorAll("[data-receipt]")];
    for (const link of nav.querySelectorAll("[data-look]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this[link.dataset.look]();
      });
    }
    const last = Number(remembered("sessionStorage", ZOOM));
    if (this.steps.includes(last) && !new URLSearchParams(location.search).has("zoom")) {
      this.zoom = last;
      this.show();
    }
  }

  nearer() {
    this.step(1);
  }

  farther() {
    this.step(-1);
  }

  step(by) {
    const place = this.steps.indexOf(this.zoom) + by;
    this.zoom = this.steps[Math.min(Math.max(place, 0), this.steps.length - 1)];
    this.show();
  }

  turned() {
    this.turn = (this.turn + 90) % 360;
    this.show();
  }

  usual() {
    [this.zoom, this.turn] = [100, 0];
    this.show();
  }

  show() {
    for (const image of this.images) {
      image.className = `zoom-${this.zoom}`;
      const address = image.dataset.receipt + (this.turn ? `?turn=${this.turn}` : "");
      if (image.getAttribute("src") !== address) image.src = address;
    }
    document.getElementById("look-now").textContent = `${this.zoom}%${this.turn ? `・${this.turn}度回転` : ""}`;
    remember("sessionStorage", ZOOM, String(this.zoom));
  }
}

const nav = document.querySelector(".look");
const look = nav ? new Look(nav) : null;
const form = document.querySelector(".judging-ruling form");
const help = document.getElementById("keys");
const on = document.getElementById("keys-on");
let sent = false;

/** Whether a key belongs to what has the focus: somebody types there, or chooses by letters. */
const types = (target) => target.closest?.("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");

const begun = () => [...(form?.querySelectorAll("textarea, input[type=text]") ?? [])].some((one) => one.value !== one.defaultValue);

function go(rel) {
  const link = document.querySelector(`a[rel=${rel}]`);
  if (!link) return;
  if (begun() && !confirm("書きかけの判断があります。記録せずに移動しますか。")) return;
  location.assign(link.href);
}

function choose(verdict, ...fields) {
  const radio = form.querySelector(`[name=verdict][value=${verdict}]`);
  radio.checked = true;
  const field = fields.map((name) => form.elements[name]).find(Boolean);
  (field ?? radio).focus();
}

function submit() {
  if (sent) return;
  sent = true;
  form.requestSubmit();
}

const ACTS = {
  j: () => go("next"),
  k: () => go("prev"),
  "+": () => look?.nearer(),
  ";": () => look?.nearer(), // + of a Japanese keyboard without the shift
  "-": () => look?.farther(),
  o: () => look?.turned(),
};
const JUDGING = {
  a() {
    choose("accepted");
    submit();
  },
  r: () => choose("reduced", "reduced_to"),
  b: () => choose("returned", "listed", "reason"),
  "?"() {
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  },
};

if (help) {
  help.hidden = false;
  on.checked = remembered("localStorage", OFF) === null;
  on.addEventListener("change", () => {
    if (on.checked) localStorage.removeItem(OFF);
    else remember("localStorage", OFF, "1");
  });
  window.addEventListener("pageshow", () => {
    sent = false; // back again from the page that followed
  });
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && event.ctrlKey && form?.contains(event.target)) {
    event.preventDefault();
    submit();
    return;
  }
  if (event.ctrlKey) return;
  if (types(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (!on?.checked || event.repeat) return;
  const key = event.key.length === 1 ? event.key.normalize("NFKC").toLowerCase() : "";
  const act = { ...ACTS, ...JUDGING }[key];
  if (!act) return;
  event.preventDefault();
  act();
});
