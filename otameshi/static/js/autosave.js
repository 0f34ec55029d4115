// Saves a page of an application, a sheet or an expense while somebody types.
//
// What is typed goes into this tab's sessionStorage at once and to the server a moment later, so
// that a reload, the Back button or a broken line lose nothing. What the server has is marked there
// and given up as soon as a page shows it. Without this file the pages work the same, by their
// buttons alone.

const PAUSE = 1500; // ms without a key before what is typed is sent
const PATIENCE = 20_000; // ms for an answer
const RETRIES = [2_000, 4_000, 8_000, 15_000, 30_000]; // ms; the last one again and again
const PREFIX = "typed:";

// A page says another of these by data-words-NAME beside its data-autosave.
const WORDS = {
  saved: "保存しました",
  unread: "（確かめが必要な欄があります）",
  offline: "保存できていません。通信が戻ると自動で保存します",
  overtaken:
    "別の画面で保存されたため、自動の保存を止めました。下の「保存」を押すと、両方の内容を見比べて選べます。",
  ended:
    "自動の保存を止めました。入力した内容は、この画面に残っています。下の「保存」を押して続けてください。",
  restored: "保存できていなかった入力を、この画面に戻しました",
};

/** The controls that somebody fills in: no hidden fields, no files, no buttons. */
function controls(form) {
  const left = ["hidden", "file", "submit", "button", "password"];
  return [...form.elements].filter((one) => one.name && !left.includes(one.type));
}

/** What is typed now, as the form itself would send it: a list of names and values. */
function typedInto(form) {
  const names = new Set(controls(form).map((one) => one.name));
  return [...new FormData(form)].filter(([name, value]) => names.has(name) && typeof value === "string");
}

/** Type kept values into the form again. */
function fill(form, fields) {
  const left = new Map();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const one of controls(form)) {
    const values = left.get(one.name) ?? [];
    if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
    else if (values.length) one.value = values.shift();
  }
}

class Autosave {
  constructor(form, line) {
    this.form = form;
    this.line = line;
    // A personal link stands in no page: its address is made from the one that is open.
    const own = line.dataset.autosave;
    this.url = own.startsWith("/") ? own : `${location.pathname}/${own}`;
    this.words = { ...WORDS };
    for (const name of Object.keys(WORDS)) {
      const own = line.getAttribute(`data-words-${name}`);
      if (own) this.words[name] = own;
    }
    this.key = PREFIX + location.pathname;
    this.tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.stopped = this.busy = this.dirty = false;
    this.failures = 0;
    this.timer = 0;
  }

  begin() {
    const older = this.form.elements.namedItem("typed_version");
    if (older) {
      this.version.value = older.value;
      older.remove();
    }
    // A page that came back with what was typed is newer than what this tab remembers of it.
    if ("unsent" in this.line.dataset) this.typed();
    else this.restore();
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("change", () => this.typed());
    this.form.addEventListener("submit", () => this.submitted());
    window.addEventListener("online", () => this.dirty && this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.dirty) this.send(true);
    });
  }

  get version() {
    return this.form.elements.namedItem("version");
  }

  say(words) {
    if (this.line.textContent !== words) this.line.textContent = words;
  }

  // --- this tab's own memory ------------------------------------------------------------------

  remember(more = {}) {
    const entry = { fields: typedInto(this.form), version: this.version.value, tab: this.tab, ...more };
    try {
      sessionStorage.setItem(this.key, JSON.stringify(entry));
    } catch {
      // The storage is full or forbidden: the server still has what was saved last.
    }
  }

  forget() {
    sessionStorage.removeItem(this.key);
  }

  remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  /** Bring back what an earlier visit of this tab typed here and could not save. */
  restore() {
    const entry = this.remembered();
    if (!entry) return;
    const same = JSON.stringify(entry.fields) === JSON.stringify(typedInto(this.form));
    const newer = this.isNewer(entry);
    if (same || this.line.dataset.savedTabs.split(" ").includes(entry.tab) || (entry.saved && !newer)) {
      this.forget();
      return;
    }
    fill(this.form, entry.fields);
    this.version.value = entry.version; // typed on that version: it must not overtake a newer one
    this.tab = entry.tab;
    if (entry.saved) return this.say(this.words.saved); // this page was only older: it was on its way
    this.dirty = true;
    this.say(this.words.restored);
    this.plan(0);
  }

  /** Whether the server kept this after it made the page: by its version, else by its stamp. */
  isNewer(entry) {
    const [kept, shown] = [Number(entry.version), Number(this.version.value)];
    if (kept !== shown) return kept > shown;
    return Number(entry.stamp ?? 0) > Number(this.line.dataset.stamp ?? 0);
  }

  // --- typing and sending ---------------------------------------------------------------------

  typed() {
    this.dirty = true;
    this.remember();
    if (this.stopped) return;
    if (!this.failures) this.plan(PAUSE);
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  /** The button saves the page itself; what was typed stays remembered until a page says so. */
  submitted() {
    clearTimeout(this.timer);
    this.stopped = true;
    this.remember();
    const field = this.form.elements.namedItem("tab") ?? this.form.appendChild(document.createElement("input"));
    Object.assign(field, { type: "hidden", name: "tab", value: this.tab });
  }

  body(fields) {
    const body = new URLSearchParams(fields);
    body.set("csrf_token", this.form.elements.namedItem("csrf_token").value);
    body.set("version", this.version.value);
    body.set("tab", this.tab);
    return body;
  }

  async send(leaving = false) {
    if (this.stopped || this.busy || !this.dirty) return;
    this.busy = true;
    this.dirty = false;
    const fields = typedInto(this.form);
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: this.body(fields),
        headers: { Accept: "application/json" },
        redirect: "error",
        keepalive: leaving,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) this.saved(await answer.json());
      else if (answer.status >= 500 || answer.status === 429) this.failed();
      else this.stop(await this.why(answer));
    } catch {
      this.failed();
    }
    this.busy = false;
    if (this.dirty && !this.stopped && !this.failures) this.plan(PAUSE);
  }

  /** Why the server refuses for good; a rule's refusal says it in its own words. */
  async why(answer) {
    if (answer.status === 422) return (await answer.json()).message;
    return answer.status === 409 ? this.words.overtaken : this.words.ended;
  }

  saved(answer) {
    this.failures = 0;
    this.version.value = answer.version;
    if (this.stopped) return; // the button was pressed meanwhile
    this.remember({ saved: !this.dirty, stamp: answer.stamp });
    this.say(`${this.words.saved} ${answer.at}${answer.whole ? "" : this.words.unread}`);
  }

  failed() {
    this.dirty = true;
    this.say(this.words.offline);
    this.plan(RETRIES[Math.min(this.failures, RETRIES.length - 1)]);
    this.failures += 1;
  }

  stop(words) {
    this.stopped = this.dirty = true;
    this.remember();
    this.line.classList.add("save-state-stopped");
    this.say(words);
  }
}

// A page out of the browser's memory is older than what has been saved since.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

for (const link of document.querySelectorAll("[data-typed-discard]")) {
  link.addEventListener("click", () => sessionStorage.removeItem(PREFIX + location.pathname));
}

const line = document.querySelector("[data-autosave]");
const form = document.querySelector("main form.form");
if (line && form?.elements.namedItem("version")) new Autosave(form, line).begin();
