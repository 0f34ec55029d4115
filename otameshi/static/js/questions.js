// Shows a question as soon as the answer that it depends on is chosen, and hides it otherwise.
// Without this script every such question stands on the page and says whom it concerns.

const dependent = [...document.querySelectorAll("[data-when]")];

function chosen(name) {
  const asks = document.querySelector(`[data-asks="${CSS.escape(name)}"]`);
  if (asks?.hidden) return [];
  return [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((control) => control.checked || !["radio", "checkbox"].includes(control.type))
    .map((control) => control.value);
}

// In the order of the page: what hides a question hides those that depend on it.
function show() {
  for (const question of dependent) {
    const values = question.dataset.values.split("\n");
    const met = chosen(question.dataset.when).some((value) => values.includes(value));
    question.hidden = !met && !question.querySelector(".field-wrong");
  }
}

document.addEventListener("change", show);
show();
