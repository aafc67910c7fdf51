/** Lists in which several rows are chosen: all at once, and how many are. */

function ready(form) {
  const all = form.querySelector("[data-bulk-all]");
  const said = form.querySelector("[data-bulk-count]");
  const boxes = () => [...form.querySelectorAll('input[type="checkbox"][name="code"]')];
  if (!all || !said || form.dataset.ready) return;
  form.dataset.ready = "yes";
  const tell = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    said.textContent = `${chosen} ${said.dataset.words}`;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && chosen < boxes().length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}

function readyAll() {
  document.querySelectorAll("form[data-bulk]").forEach(ready);
}
readyAll();
document.addEventListener("htmx:afterSwap", readyAll);
