/** More lines of works: the empty line is copied and counted. */

for (const group of document.querySelectorAll("[data-lines]")) {
  const button = group.querySelector("[data-line-add]");
  const template = group.querySelector("[data-line-template]");
  const total = group.querySelector(`[name="${group.dataset.lines}-TOTAL_FORMS"]`);
  const most = Number(group.querySelector(`[name="${group.dataset.lines}-MAX_NUM_FORMS"]`)?.value ?? 60);
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = Number(total.value);
    if (number >= most) return;
    const line = template.content.cloneNode(true);
    for (const one of line.querySelectorAll("[name], [id], [for]")) {
      for (const attribute of ["name", "id", "for"]) {
        const value = one.getAttribute(attribute);
        if (value) one.setAttribute(attribute, value.replace("__prefix__", number));
      }
    }
    group.insertBefore(line, template);
    total.value = number + 1;
    group.querySelectorAll("[data-line]")[number]?.querySelector("input")?.focus();
  });
}
