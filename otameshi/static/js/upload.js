// Sends chosen or dropped files one by one, with progress, and again by itself after a broken line.
//
// A file goes by the same form and to the same address as without this script. The key of the form
// is kept from one try to the next, so that a try whose answer got lost is not attached twice. What
// comes back is the page: its list replaces the one shown, and what it refuses is said at the file.

const RETRIES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]; // ms; the last one again and again
const MOST_TRIES = 20;
const STALLED = 30_000; // ms in which not a byte got through
const ANSWER = 180_000; // ms in which the server looks into a file that has arrived
const AGAIN = [0, 408, 429, 502, 503, 504]; // what another try may mend

const WORDS = {
  waiting: "順番を待っています",
  sending: (percent) => `送信中 ${percent}％`,
  checking: "ファイルを確認しています",
  broken: "通信が切れました。自動でもう一度送ります",
  done: "添付しました",
  gone: "送れませんでした。通信を確かめて、もう一度送ってください",
  ended: "ログインの時間が切れました。別のタブでログインしてから、もう一度送ってください",
  moved: "このページでは添付できなくなりました。ページを開き直してください",
  refused: "受け付けられませんでした",
  empty: "中身が空です",
  large: (size) => `大きすぎます。1つ${size}までです`,
  full: "全部の大きさの上限を超えます。いらないファイルを削除してから送ってください",
  then: "送信が終わると、次へ進みます",
  failed: "送れなかったファイルがあります。「やめる」か「もう一度送る」を押してから進んでください",
  drop: "ファイルをここに置いて送ることもできます",
  cancel: "やめる",
  again: "もう一度送る",
};

const megabytes = (bytes) => `${Math.floor(bytes / 1024 / 1024)}MB`;
const made = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

/** One file on its way: its line on the page, and its tries. */
class Upload {
  constructor(file, field, queue) {
    Object.assign(this, { file, field, queue, tries: 0, state: "waiting", timer: 0 });
    this.once = [...crypto.getRandomValues(new Uint8Array(20))].map((one) => one.toString(16).padStart(2, "0")).join("");
    this.line = made("li", "upload");
    this.bar = made("progress", "upload-bar");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${file.name}の送信`);
    this.said = made("span", "upload-said", WORDS.waiting);
    this.cancel = this.button(WORDS.cancel, () => this.drop());
    this.again = this.button(WORDS.again, () => this.retry());
    this.again.hidden = true;
    this.line.append(made("span", "upload-name", file.name), this.bar, this.said, this.again, this.cancel);
  }

  button(words, act) {
    const made_ = made("button", "button button-quiet", words);
    made_.type = "button";
    made_.append(made("span", "visually-hidden", `：${this.file.name}`));
    made_.addEventListener("click", act);
    return made_;
  }

  say(words, aloud = false) {
    this.said.textContent = words;
    if (aloud) this.queue.speak(`${this.file.name}：${words}`);
  }

  start() {
    const { largest, room } = this.queue;
    if (!this.file.size) return this.fail(WORDS.empty);
    if (this.file.size > largest) return this.fail(WORDS.large(megabytes(largest)));
    if (this.file.size > room) return this.fail(WORDS.full);
    this.state = "sending";
    this.tries += 1;
    this.send();
  }

  send() {
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", location.pathname);
    request.upload.addEventListener("progress", (at) => {
      this.watch(STALLED);
      this.bar.value = at.lengthComputable ? Math.floor((100 * at.loaded) / at.total) : 0;
      this.say(WORDS.sending(this.bar.value));
    });
    request.upload.addEventListener("load", () => {
      this.watch(ANSWER);
      this.say(WORDS.checking);
    });
    request.addEventListener("loadend", () => this.answered());
    this.watch(STALLED);
    request.send(this.queue.body(this));
  }

  watch(patience) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.request.abort(), patience);
  }

  answered() {
    clearTimeout(this.timer);
    if (this.state !== "sending") return; // given up meanwhile
    const { status, responseText } = this.request;
    if (AGAIN.includes(status)) return this.later();
    const page = parsed(responseText);
    if (status === 200 && page.querySelector("[data-upload]")) return this.finish(page);
    if (page.querySelector("input[type=password]")) return this.fail(WORDS.ended, true);
    this.fail(status === 200 ? WORDS.moved : reason(page));
  }

  later() {
    if (this.tries >= MOST_TRIES) return this.fail(WORDS.gone, true);
    this.state = "broken";
    this.say(WORDS.broken, this.tries === 1);
    this.timer = setTimeout(() => this.start(), RETRIES[Math.min(this.tries, RETRIES.length) - 1]);
  }

  /** Try at once: the line is back, or its owner says so. */
  hurry() {
    if (this.state !== "broken") return;
    clearTimeout(this.timer);
    this.start();
  }

  async retry() {
    this.again.hidden = true;
    this.tries = 0;
    this.state = "waiting";
    this.say(WORDS.waiting);
    await this.queue.renew();
    this.queue.next();
  }

  finish(page) {
    this.state = "done";
    this.bar.value = 100;
    this.say(WORDS.done, true);
    this.line.remove();
    this.queue.show(page);
    this.queue.next();
  }

  /** Stop here. What the server refuses is refused the next time, too: no button for that. */
  fail(words, again = false) {
    this.state = "failed";
    this.line.classList.add("upload-failed");
    this.bar.value = 0;
    this.again.hidden = !again;
    this.say(words, true);
    this.queue.next();
  }

  drop() {
    const under_way = this.state === "sending";
    this.state = "dropped";
    clearTimeout(this.timer);
    if (under_way) this.request.abort();
    this.line.remove();
    this.queue.next();
  }
}

/** What a page says that refuses a file. */
function reason(page) {
  const told = [...page.querySelectorAll(".error-summary li, .page-body .prose > p:first-child")];
  return told.map((one) => one.textContent.trim()).join(" ") || WORDS.refused;
}

/** The files of one form, sent one after another. */
class Queue {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("form");
    this.uploads = [];
    this.submitter = null;
    this.lines = made("ul", "uploads");
    this.status = made("p", "");
    this.spoken = made("p", "visually-hidden"); // what stands at a file is read aloud from here
    for (const one of [this.status, this.spoken]) one.setAttribute("role", "status");
    this.form.before(this.lines, this.status, this.spoken);
    for (const input of section.querySelectorAll("input[type=file]")) this.listen(input);
    this.form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.uploads.forEach((one) => one.hurry()));
    window.addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
    for (const kind of ["dragover", "drop"]) {
      window.addEventListener(kind, (event) => event.preventDefault()); // a miss must not leave the page
    }
  }

  get largest() {
    return Number(this.section.dataset.largest);
  }

  get room() {
    return Number(this.section.dataset.room);
  }

  get alive() {
    return this.uploads.filter((one) => !["done", "dropped"].includes(one.state));
  }

  get busy() {
    return this.alive.some((one) => one.state !== "failed");
  }

  listen(input) {
    const zone = input.closest(".field");
    zone.classList.add("drop");
    zone.append(made("p", "drop-hint quiet", WORDS.drop));
    input.addEventListener("change", () => {
      this.add([...input.files], input.name);
      input.value = "";
    });
    zone.addEventListener("dragover", () => zone.classList.add("drop-over"));
    zone.addEventListener("dragleave", () => zone.classList.remove("drop-over"));
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("drop-over");
      this.add([...event.dataTransfer.files], input.name);
    });
  }

  add(files, field) {
    for (const file of files) {
      const upload = new Upload(file, field, this);
      this.uploads.push(upload);
      this.lines.append(upload.line);
    }
    this.next();
  }

  next() {
    const alive = this.alive;
    if (alive.some((one) => ["sending", "broken"].includes(one.state))) return;
    const waiting = alive.find((one) => one.state === "waiting");
    if (waiting) return waiting.start();
    if (!this.submitter) return;
    const submitter = this.submitter;
    this.submitter = null;
    if (alive.length) return this.say(WORDS.failed);
    this.form.requestSubmit(submitter);
  }

  say(words) {
    this.status.textContent = words;
  }

  speak(words) {
    this.spoken.textContent = words;
  }

  /** Let the button of the page wait for the files. */
  submitted(event) {
    if (!this.alive.length) return;
    event.preventDefault();
    if (!this.busy) return this.say(WORDS.failed);
    this.submitter = event.submitter;
    this.say(WORDS.then);
  }

  /** What the form would send for this file alone. A file that is added overtakes nobody. */
  body(upload) {
    const sent = new FormData();
    for (const one of this.form.elements) {
      const said = one.type === "hidden" || (one.type === "checkbox" && one.checked);
      if (said && !["version", "typed_version", "once"].includes(one.name)) sent.append(one.name, one.value);
    }
    const file = new FormData();
    file.append("then", "stay");
    file.append(upload.field, upload.file);
    for (const [name, value] of sent) file.append(name, value); // last, so that a cut upload lacks them
    file.append("once", upload.once);
    return file;
  }

  /** Take over what the page now says, around the form that somebody is using. */
  show(page) {
    const now = page.querySelector("[data-upload]");
    this.section.dataset.room = now.dataset.room;
    for (const name of ["csrf_token", "once", "typist", "version"]) {
      const fresh = now.querySelector(`input[name=${name}]`);
      const shown = this.form.elements.namedItem(name);
      if (fresh && shown) shown.value = fresh.value;
    }
    for (const label of this.form.querySelectorAll("label[for]")) {
      const fresh = now.querySelector(`label[for="${label.htmlFor}"]`);
      if (fresh) label.replaceChildren(...fresh.childNodes); // what is attached is not required any more
    }
    for (const part of this.section.parentElement.querySelectorAll(":scope > *")) {
      if (part !== this.section) part.remove();
    }
    const before = [];
    for (const part of [...now.parentElement.children]) {
      if (part === now) this.section.before(...before.splice(0));
      else before.push(part);
    }
    this.section.after(...before);
  }

  /** Ask for the page anew: after signing in again its form has another token. */
  async renew() {
    try {
      const answer = await fetch(location.href);
      const page = parsed(await answer.text());
      if (page.querySelector("[data-upload]")) this.show(page);
    } catch {
      // Still off the network: the try itself will tell.
    }
  }
}

for (const section of document.querySelectorAll("[data-upload]")) new Queue(section);
