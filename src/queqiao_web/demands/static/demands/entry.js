/**
 * Nothing typed into the form of a demand is lost.
 *
 * Every change is kept on this device at once and sent to the platform soon after; what the
 * platform has received is removed from the device. When the person was signed out or the network
 * is gone, the device keeps it, and the form takes it up again when it is opened next.
 */

const PREFIX = "queqiao:demand:";
const SOON = 1500;

/** Storage may be forbidden or full; typing goes on without it. */
function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* nowhere to keep it */
  }
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    /* nothing was kept */
  }
}

const saved = document.querySelector("[data-entry-saved]")?.dataset.entrySaved;
if (saved) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && key.endsWith(`:${saved}`)) forget(key);
  }
  const url = new URL(location.href);
  url.searchParams.delete("saved");
  history.replaceState(history.state, "", url);
}

const LEFT_OUT = new Set(["csrfmiddlewaretoken", "version", "entry", "code", "index_shown", "index_kept"]);

/** What is typed, by field name, as lists. */
function typedIn(form) {
  const typed = {};
  for (const [name, value] of new FormData(form)) {
    if (!LEFT_OUT.has(name) && typeof value === "string") (typed[name] ??= []).push(value);
  }
  for (const box of form.querySelectorAll("input[type=checkbox][name]")) {
    if (!LEFT_OUT.has(box.name)) typed[box.name] ??= [];
  }
  return typed;
}

function fill(form, typed) {
  for (const [name, values] of Object.entries(typed)) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "checkbox" || control.type === "radio") {
        control.checked = values.includes(control.value);
      } else if (values.length) {
        control.value = values[0];
        if (control.dataset.regionPicker !== undefined) control.dataset.code = values[0];
      }
    }
  }
}

function entryForm(form) {
  const name = form.elements.entry.value;
  const demand = form.elements.code?.value ?? "";
  const key = `${PREFIX}${form.dataset.person}:${demand}:${name}`;
  const said = form.querySelector("[data-saved-at]");
  let timer = 0;
  let sending = false;
  let number = 0;

  const left = findLeft();
  if (left) {
    fill(form, left.typed);
    document.querySelector("[data-restored]")?.removeAttribute("hidden");
    if (left.key !== key) forget(left.key);
    changed();
  }

  /** What this device kept of this form: under its own name, or of the same demand. */
  function findLeft() {
    const own = kept(key);
    if (own) return { key, typed: own };
    if (!demand) return null;
    const start = `${PREFIX}${form.dataset.person}:${demand}:`;
    const other = Object.keys(localStorage).find((one) => one.startsWith(start));
    return other ? { key: other, typed: kept(other) ?? {} } : null;
  }

  function changed() {
    number += 1;
    keep(key, typedIn(form));
    said.textContent = form.dataset.wordsTyping;
    window.clearTimeout(timer);
    timer = window.setTimeout(send, SOON);
  }

  async function send() {
    if (sending) {
      timer = window.setTimeout(send, SOON);
      return;
    }
    sending = true;
    const sent = number;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        said.textContent = form.dataset.wordsSignedOut;
      } else {
        const told = await answer.json();
        said.textContent = told.words;
        if (told.saved && sent === number) {
          forget(key);
          form.dispatchEvent(new CustomEvent("queqiao:saved", { bubbles: true }));
        }
      }
    } catch {
      said.textContent = form.dataset.wordsOffline;
      timer = window.setTimeout(send, 10 * SOON);
    } finally {
      sending = false;
    }
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    keep(key, typedIn(form));
  });

  // The address names this sitting, so that coming back after signing in finds it again.
  if (!demand) {
    const url = new URL(location.href);
    if (url.searchParams.get("entry") !== name) {
      url.searchParams.set("entry", name);
      history.replaceState(history.state, "", url);
    }
  }
}

for (const form of document.querySelectorAll("form[data-entry]")) entryForm(form);
