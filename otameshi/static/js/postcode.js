// Fills the address from a 郵便番号 while one types. Only an empty address is filled, or one that
// this script filled; what somebody typed is left to the button, which works without scripts too.
const code = document.getElementById("postal_code");
const prefecture = document.getElementById("prefecture");
const address = document.getElementById("address");
const told = document.getElementById("postcode-told");
const list = document.getElementById("postcode-places");

const MARKS = /[〒\s‐‑–—―−ー－-]/g;
let asked = code?.value;
let filled = "";

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function fill(place) {
  const own = filled && address.value.startsWith(filled) ? address.value.slice(filled.length) : address.value;
  if (own && own === address.value) {
    told.textContent = "住所は、入力されているままにしました。入れ直すときは、ボタンを押してください。";
    return;
  }
  prefecture.value = place.prefecture;
  filled = place.address;
  address.value = filled + own;
  told.textContent = `住所に「${place.label}」を入れました。続きの番地などを入力してください。`;
  for (const field of [prefecture, address]) field.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(places) {
  const choices = places.map((place, at) => {
    const radio = element("input", { type: "radio", name: "place", id: `place-${at}`, value: place.label });
    radio.addEventListener("change", () => fill(place));
    return element("div", { class: "choice" }, radio, element("label", { for: radio.id }, place.label));
  });
  const legend = element("legend", {}, "郵便番号の地域");
  list.replaceChildren(
    element("fieldset", { class: "field" }, legend, element("div", { class: "choices" }, ...choices)),
  );
  told.textContent = `この郵便番号には、${places.length}の地域があります。選ぶと、住所に入ります。`;
}

async function look() {
  const digits = code.value.normalize("NFKC").replace(MARKS, "");
  if (!/^[0-9]{7}$/.test(digits) || digits === asked) return;
  asked = digits;
  try {
    const answer = await fetch(list.dataset.lookup.replace("0000000", digits));
    if (!answer.ok || digits !== asked) return;
    const { places } = await answer.json();
    list.replaceChildren();
    if (places.length > 1) offer(places);
    else if (places.length) fill(places[0]);
    else told.textContent = "この郵便番号は見つかりません。住所をそのまま入力してください。";
  } catch {
    asked = ""; // off the network for a moment: the button still asks
  }
}

if (code && list) code.addEventListener("input", look); // neither stands on a page that can only be read
