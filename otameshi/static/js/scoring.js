// Chooses points by the number keys, while the focus is among the points of a criterion.
//
// Nothing happens elsewhere, so no key of a screen reader or of the browser is taken. Ctrl+Enter
// finishes the sheet from any of its fields. Without this file arrows and the button do the same.

/** The digit of a key, of the row or of the number pad, full width included. */
function digit(event) {
  const folded = event.key.normalize("NFKC");
  return /^[0-9]$/.test(folded) ? folded : null;
}

function choose(group, value) {
  const wanted = [...group.querySelectorAll('input[type="radio"]')].find((one) => one.value === value);
  if (!wanted) return false;
  wanted.focus();
  if (!wanted.checked) wanted.click();
  return true;
}

for (const group of document.querySelectorAll("[data-criterion] fieldset")) {
  group.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const value = digit(event);
    // Of a scale up to 10 the key 0 is the ten.
    if (value !== null && choose(group, value === "0" ? "10" : value)) event.preventDefault();
  });
}

const form = document.querySelector("main form.form");
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
});
