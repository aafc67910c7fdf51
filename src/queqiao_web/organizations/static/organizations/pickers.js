// Makes region and industry fields easier to fill; without it they are plain lines of text.

const known = new Map();

async function load(address) {
  if (!known.has(address)) {
    known.set(
      address,
      fetch(address, { headers: { Accept: "application/json" } }).then((answer) =>
        answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))),
      ),
    );
  }
  try {
    return (await known.get(address)).choices;
  } catch (error) {
    known.delete(address);
    throw error;
  }
}

function option(code, label) {
  const made = document.createElement("option");
  made.value = code;
  made.textContent = label;
  return made;
}

/** The codes above and at a region code, province first: 220104 -> 220000, 220100, 220104. */
function steps(code) {
  if (!code) return [];
  const all = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code];
  return [...new Set(all)];
}

async function regionPicker(input) {
  const address = input.dataset.regionPicker;
  const labels = input.dataset.labels.split("|");
  const row = document.createElement("div");
  row.className = "row g-2 region-picker";
  const lists = labels.map((label, level) => {
    const column = document.createElement("div");
    column.className = "col-sm-4";
    const list = document.createElement("select");
    list.className = "form-select";
    list.setAttribute("aria-label", label);
    list.hidden = level > 0;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (input.hasAttribute(name)) list.setAttribute(name, input.getAttribute(name));
    }
    column.append(list);
    row.append(column);
    return list;
  });

  async function fill(level, above, chosen) {
    for (const list of lists.slice(level)) {
      list.replaceChildren();
      list.hidden = true;
    }
    const list = lists[level];
    if (!list || (level > 0 && !above)) return;
    const choices = await load(`${address}?of=${above}`);
    if (!choices.length) return;
    list.append(option("", level === 0 ? labels[0] : `${labels[level]} ${input.dataset.whole}`));
    for (const one of choices) list.append(option(one.code, one.label));
    list.hidden = false;
    if (chosen && choices.some((one) => one.code === chosen)) list.value = chosen;
  }

  function take() {
    const codes = lists.filter((list) => !list.hidden).map((list) => list.value);
    input.value = codes.filter(Boolean).pop() || "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const start = input.dataset.code || "";
  try {
    await fill(0, "", steps(start)[0]);
    let level = 1;
    for (const step of steps(start).slice(0, -1)) {
      const wanted = steps(start)[level];
      await fill(level, step, wanted);
      // A county directly under a province stands in the second list.
      if (!lists[level].value && lists[level].querySelector(`option[value="${start}"]`)) {
        lists[level].value = start;
        break;
      }
      level += 1;
    }
    const last = lists.filter((list) => !list.hidden && list.value).length;
    if (last && last < lists.length) await fill(last, lists[last - 1].value, "");
  } catch {
    return; // the line of text still works
  }
  if (input.value && !start) return; // what was typed could not be read: leave it to be mended
  if (input.id) { // not before: the label belongs to the line of text as long as that is shown
    lists[0].id = input.id;
    input.removeAttribute("id");
  }
  input.type = "hidden";
  input.value = start;
  input.after(row);
  lists.forEach((list, level) => {
    list.addEventListener("change", async () => {
      try {
        await fill(level + 1, list.value, "");
      } finally {
        take();
      }
    });
  });
}

function industryPicker(input, number) {
  const offers = document.createElement("datalist");
  offers.id = `${input.id || input.name}-offers-${number}`;
  input.after(offers);
  input.setAttribute("list", offers.id);
  let waiting = 0;
  async function offer() {
    try {
      const choices = await load(
        `${input.dataset.industryPicker}?q=${encodeURIComponent(input.value.trim())}`,
      );
      offers.replaceChildren(...choices.map((one) => option(one.label, "")));
    } catch {
      offers.replaceChildren();
    }
  }
  input.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(offer, 200);
  });
  input.addEventListener("focus", offer, { once: true });
}

function start(root) {
  root.querySelectorAll("[data-region-picker]:not([data-ready])").forEach((input) => {
    input.dataset.ready = "1";
    regionPicker(input);
  });
  root.querySelectorAll("[data-industry-picker]:not([data-ready])").forEach((input, number) => {
    input.dataset.ready = "1";
    industryPicker(input, number);
  });
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
