// Drags a row of the ranking board onto 採択, 補欠, 不採択 or 未定. The buttons of the row do the same.
"use strict";

const KINDS = [["selected", "採択"], ["waitlisted", "補欠"], ["rejected", "不採択"], ["", "未定"]];
const bar = document.createElement("div");
let dragged = null;

const choose = (row, value) => {
  const radio = [...row.querySelectorAll(".pick input")].find((one) => one.value === value);
  if (!radio || radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
};

bar.className = "drop-bar";
bar.hidden = true;
bar.setAttribute("aria-hidden", "true"); // for the mouse alone
for (const [value, label] of KINDS) {
  const zone = document.createElement("div");
  zone.textContent = label;
  zone.dataset.outcome = value;
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("drop-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("drop-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("drop-over");
    if (dragged) choose(dragged, value);
  });
  bar.append(zone);
}
document.querySelector("form[data-live]")?.append(bar);

for (const row of document.querySelectorAll("tr")) {
  if (!row.querySelector(".pick")) continue;
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    if (event.target.closest && event.target.closest("input")) return;
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
    bar.hidden = false;
  });
  row.addEventListener("dragend", () => {
    dragged = null;
    bar.hidden = true;
  });
}
