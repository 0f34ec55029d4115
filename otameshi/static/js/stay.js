// Says some minutes before a session ends that it will, and prolongs it at the press of a button.
//
// The page itself says until when one stays signed in, and what becomes of what is typed. Before
// anything is said here, the server is asked once more: another tab, or saving while one types, may
// have prolonged the session meanwhile. Asking prolongs nothing.

const WARN = 300; // seconds before the end
const TICK = 10_000; // ms; a clock, not one long timer, because a sleeping computer stops timers

const WORDS = {
  soon: (minutes) => `あと${minutes}分ほどで、ログインの時間が切れます。`,
  stay: "ログインを続ける",
  close: "閉じる",
  stayed: (until) => `ログインを続けています（操作がなければ${until}まで）。`,
  longest: "これ以上は延ばせません。入力を保存し、もう一度ログインしてください。",
  over: "ログインの時間が切れました。入力した内容は、この画面に残っています。送るとログインの画面に進み、ログインすると入力の続きを表示します。",
  broken: "通信できませんでした。もう一度押してください。",
};

class Stay {
  constructor(line, region) {
    Object.assign(this, { line, region, said: "" });
    this.reckon(Number(line.dataset.seconds));
    this.look();
    setInterval(() => this.look(), TICK);
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
  }

  reckon(seconds) {
    this.end = Date.now() + seconds * 1000;
  }

  get left() {
    return Math.round((this.end - Date.now()) / 1000);
  }

  async look() {
    if (this.left > WARN || this.said === "over") return;
    if (this.said === "soon" && this.left > 0) return;
    const answer = await this.ask("GET");
    if (!answer) return;
    this.take(answer);
    if (this.left > WARN) this.clear();
    else if (this.left > 0) this.warn();
    else this.say("over", WORDS.over);
  }

  async ask(method) {
    const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    const body = method === "POST" ? new URLSearchParams({ csrf_token: token }) : undefined;
    try {
      const answer = await fetch(this.line.dataset.stay, { method, body, headers: { Accept: "application/json" }, redirect: "error" });
      return answer.ok ? await answer.json() : { seconds: 0, until: "" };
    } catch {
      return null;
    }
  }

  take({ seconds, until }) {
    this.reckon(seconds);
    if (until) this.line.querySelector("[data-stay-until]").textContent = until;
  }

  warn() {
    const stay = this.button(WORDS.stay, "button-primary", () => this.prolong());
    const close = this.button(WORDS.close, "button-quiet", () => this.clear("soon"));
    this.say("soon", WORDS.soon(Math.max(1, Math.round(this.left / 60))), stay, close);
  }

  button(words, tone, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: `button ${tone}`, textContent: words });
    made.addEventListener("click", act);
    return made;
  }

  async prolong() {
    const answer = await this.ask("POST");
    if (!answer) {
      this.region.querySelector("p").textContent = WORDS.broken;
      return;
    }
    this.take(answer);
    const close = this.button(WORDS.close, "button-quiet", () => this.clear());
    if (this.left <= 0) this.say("over", WORDS.over);
    else if (this.left <= WARN) this.say("soon", WORDS.longest, close);
    else this.say("", WORDS.stayed(answer.until), close);
    close.focus();
  }

  say(said, words, ...buttons) {
    this.said = said;
    this.region.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }), ...buttons);
  }

  clear(said = "") {
    this.said = said;
    this.region.replaceChildren();
  }
}

const line = document.querySelector("[data-stay]");
if (line) new Stay(line, document.getElementById("session-end"));
