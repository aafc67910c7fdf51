/** What every page has: menus that close, forms that ask and keep, failures that speak. */

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details[data-menu][open]");
  closeMenus(null);
  if (menu) menu.querySelector("summary").focus();
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest("details[data-menu][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
}, true);

/* Filters apply at once where they can; the button stays for those who prefer it. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-at-once]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

/* Nothing typed is lost: leaving a changed form asks first. */
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("queqiao:saved", (event) => changed.delete(event.target.closest("form")));
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function focusSummary(root) {
  root.querySelector("[data-focus-now]")?.focus();
}
focusSummary(document);

const failed = document.querySelector("[data-request-failed]");
function sayFailed(code) {
  if (!failed) return;
  failed.querySelector("[data-request-failed-code]").textContent = code ?? "";
  failed.hidden = false;
}
document.addEventListener("htmx:afterSwap", (event) => {
  if (failed) failed.hidden = true;
  focusSummary(event.target);
});
document.addEventListener("htmx:responseError", (event) => {
  sayFailed(event.detail.xhr.getResponseHeader("X-Request-Code"));
});
document.addEventListener("htmx:sendError", () => sayFailed(""));
