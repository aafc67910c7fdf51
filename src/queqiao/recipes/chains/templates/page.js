"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words, segments, chains } = data;
  const stateOf = Object.fromEntries(data.states.map((s) => [s.code, s]));
  const by = (id) => document.getElementById(id);
  const MANY = 60, WIDTH = 150, HEIGHT = 48, GAP_X = 36, GAP_Y = 16;
  const up = segments.map(() => []), down = segments.map(() => []);
  data.flows.forEach(([a, b]) => { down[a].push(b); up[b].push(a); });
  const members = chains.map((_, c) => segments.map((s, i) => i).filter((i) => segments[i].c === c));
  const view = { chain: chains.length > 1 ? -1 : 0, open: new Set(), all: false, focus: -1, selected: "" };

  document.documentElement.classList.add("js");
  ["tools", "crumbs", "stage", "legend", "hint"].forEach((id) => { by(id).hidden = false; });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const cy = cytoscape({
    container: by("canvas"), boxSelectionEnabled: false, autoungrabify: true, minZoom: 0.08, maxZoom: 2.5,
    style: [
      { selector: "node", style: {
        shape: "round-rectangle", width: WIDTH, height: HEIGHT, "background-color": "#fff", "border-width": 2,
        "border-color": "data(color)", label: "data(label)", color: "#1c2530", "font-size": 15, "line-height": 1.25,
        "text-valign": "center", "text-halign": "center", "text-wrap": "wrap", "text-max-width": WIDTH - 10,
        "min-zoomed-font-size": 6, "font-family": "system-ui, PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif" } },
      { selector: "node.missing", style: { "border-style": "dashed" } },
      { selector: "node.dense", style: { "background-color": "data(color)", color: "#fff", "font-size": 17 } },
      { selector: "node.group, node.chain", style: { "border-width": 3, "border-style": "double", "background-color": "#f5f7fa", width: 230, height: 96, "text-max-width": 214, "font-size": 16 } },
      { selector: "node.title", style: { "border-width": 0, "background-opacity": 0, "font-size": 40, "font-weight": 600, "text-halign": "right", width: 1, "text-max-width": 600, events: "no" } },
      { selector: "node.record", style: { height: 40, "border-width": 1, "font-size": 12, shape: "rectangle" } },
      { selector: "node.enterprise", style: { "background-color": "#e4edf8" } },
      { selector: "node.away", style: { "border-style": "dotted", color: "#566170" } },
      { selector: "edge", style: {
        width: 1.4, "line-color": "#a9b4c0", "target-arrow-color": "#a9b4c0", "target-arrow-shape": "triangle",
        "arrow-scale": 0.8, "curve-style": "bezier", "source-endpoint": "90deg", "target-endpoint": "270deg" } },
      { selector: "edge.between", style: { "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node" } },
      { selector: "edge.belongs", style: { "line-style": "dotted", "target-arrow-shape": "none", "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node" } },
      { selector: "edge.bundle", style: { "line-style": "dashed", opacity: 0.35 } },
      { selector: ".faded", style: { opacity: 0.16 } },
      { selector: "edge.near", style: { "line-style": "solid", width: 2.6, "line-color": "#15477f", "target-arrow-color": "#15477f", opacity: 1 } },
      { selector: "node.chosen", style: { "outline-width": 4, "outline-color": "#ffb000", "outline-offset": 2 } },
    ],
  });

  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const button = (text, act) => {
    const made = element("button", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  const marks = (codes) => codes.map((code) => stateOf[code].shape).join("");
  const shown = (i) => !by("state").value || segments[i].s.includes(by("state").value);
  const worst = (list) => data.states.find((s) => list.some((i) => segments[i].s[0] === s.code)) || data.states.at(-1);
  const tally = (list) => data.states.map((s) => [s.shape, list.filter((i) => segments[i].s.includes(s.code)).length])
    .filter(([, count]) => count).map(([shape, count]) => shape + count).join(" ");

  /* Upstream left, downstream right; long columns are split so that the drawing fits the screen. */
  const layOut = (nodes, edges, { width = WIDTH, height = HEIGHT } = {}) => {
    const columns = new Map();
    nodes.forEach((n) => { if (!columns.has(n.l)) columns.set(n.l, []); columns.get(n.l).push(n); });
    const sorted = [...columns.keys()].sort((a, b) => a - b).map((l) => columns.get(l));
    const near = new Map(nodes.map((n) => [n.id, { left: [], right: [] }]));
    edges.forEach(([a, b]) => { near.get(a).right.push(b); near.get(b).left.push(a); });
    const spot = new Map();
    const mark = (column) => column.forEach((n, row) => spot.set(n.id, (row + 0.5) / column.length));
    sorted.forEach(mark);
    for (let sweep = 0; sweep < 8; sweep += 1) {
      const side = sweep % 2 ? "right" : "left";
      (sweep % 2 ? [...sorted].reverse() : sorted).forEach((column) => {
        const wish = new Map(column.map((n) => {
          const around = near.get(n.id)[side].map((id) => spot.get(id));
          return [n.id, around.length ? around.reduce((a, b) => a + b) / around.length : spot.get(n.id)];
        }));
        column.sort((a, b) => wish.get(a.id) - wish.get(b.id));
        mark(column);
      });
    }
    const box = by("canvas");
    const ratio = box.clientHeight / Math.max(1, box.clientWidth);
    const most = Math.max(7, Math.ceil(Math.sqrt(nodes.length * ratio * (width + GAP_X) / (height + GAP_Y))));
    const parts = sorted.flatMap((column) => {
      const count = Math.ceil(column.length / most);
      return Array.from({ length: count }, (_, p) => column.filter((_n, row) => row % count === p));
    });
    const tallest = Math.max(...parts.map((p) => p.length));
    const wide = parts.length * (width + GAP_X);
    const step = (height + GAP_Y) * Math.min(2, Math.max(1, 0.8 * ratio * wide / (tallest * (height + GAP_Y))));
    const places = new Map();
    parts.forEach((part, x) => part.forEach((n, row) => places.set(n.id, {
      x: x * (width + GAP_X), y: (row + (tallest - part.length) / 2) * step })));
    return { places, width: wide, height: tallest * step };
  };

  const segmentNode = (i, dense) => ({ data: { id: `s${i}`, segment: i, label: `${segments[i].n}\n${marks(segments[i].s)}`, color: stateOf[segments[i].s[0]].color },
    classes: `segment ${segments[i].s[0]}${dense ? " dense" : ""}` });

  const overview = () => chains.map((name, c) => ({
    data: { id: `c${c}`, chain: c, label: `${name}\n${members[c].length} ${words.segments}\n${tally(members[c])}`, color: worst(members[c]).color },
    classes: "chain", position: { x: (c % across()) * 270, y: Math.floor(c / across()) * 140 } }));
  const across = () => (by("canvas").clientWidth < 640 ? 2 : Math.max(3, Math.ceil(Math.sqrt(chains.length))));

  const drawChain = (c, dense) => {
    const list = members[c];
    const grouped = list.length > MANY && !view.all;
    const keyOf = (i) => (grouped && segments[i].g && !view.open.has(`${c}/${segments[i].g}`) ? `g${c}/${segments[i].g}` : `s${i}`);
    const groups = new Map();
    list.forEach((i) => { const key = keyOf(i); if (!groups.has(key)) groups.set(key, []); groups.get(key).push(i); });
    const mean = (inside) => inside.reduce((sum, i) => sum + segments[i].l, 0) / inside.length;
    const nodes = [...groups].map(([id, inside]) => ({ id, l: Math.round(mean(inside)), inside }));
    const flows = new Set();
    list.forEach((i) => down[i].forEach((j) => {
      if (segments[j].c === c && keyOf(i) !== keyOf(j)) flows.add(`${keyOf(i)}\n${keyOf(j)}`);
    }));
    const edges = [...flows].map((f) => f.split("\n"));
    const closed = nodes.every(({ id }) => id.startsWith("g"));
    const laid = closed ? inRows(nodes) : layOut(nodes, edges, grouped ? { width: 230, height: 96 } : {});
    const made = nodes.map(({ id, inside }) => ({
      ...(id.startsWith("s") ? segmentNode(inside[0], dense || nodes.length > MANY) : {
        data: { id, group: `${c}/${segments[inside[0]].g}`, inside, label: `${segments[inside[0]].g}\n${inside.length} ${words.segments}\n${tally(inside)}`, color: worst(inside).color }, classes: "group" }),
      position: laid.places.get(id) }));
    return { made: [...made, ...edges.map(([source, target]) => ({ data: { source, target }, classes: closed ? "between" : (source[0] === "g" || target[0] === "g") ? "bundle" : "" }))], width: laid.width, height: laid.height };
  };

  const inRows = (nodes) => {
    const sorted = [...nodes].sort((a, b) => a.l - b.l);
    return { width: across() * 290, height: Math.ceil(nodes.length / across()) * 160,
      places: new Map(sorted.map((n, k) => [n.id, { x: (k % across()) * 290, y: Math.floor(k / across()) * 160 }])) };
  };

  /* All chains on one sheet, in rows about as wide as the screen is. */
  const drawAll = () => {
    const dense = segments.length > MANY;
    const parts = chains.map((_, c) => ({ c, ...drawChain(c, dense) }));
    const box = by("canvas");
    const area = parts.reduce((sum, p) => sum + (p.width + 120) * (p.height + 110), 0);
    const room = Math.max(Math.sqrt(area * box.clientWidth / Math.max(1, box.clientHeight)), ...parts.map((p) => p.width));
    const made = [];
    let left = 0, top = 0, tallest = 0;
    parts.forEach(({ c, made: part, width, height }) => {
      if (left && left + width > room) { left = 0; top += tallest + 110; tallest = 0; }
      made.push({ data: { id: `t${c}`, label: chains[c], color: "#15477f" }, classes: "title", position: { x: left - WIDTH / 2, y: top } });
      part.forEach((p) => made.push(p.position ? { ...p, position: { x: p.position.x + left, y: p.position.y + top + 70 } } : p));
      left += width + 120;
      tallest = Math.max(tallest, height);
    });
    return made;
  };

  const drawFocus = (i) => {
    const segment = segments[i];
    const made = [segmentNode(i, false)];
    made[0].position = { x: 0, y: 0 };
    const side = (list, x, forward) => list.forEach((j, row) => {
      made.push({ ...segmentNode(j, false), position: { x, y: (row - (list.length - 1) / 2) * (HEIGHT + GAP_Y) } });
      made.push({ data: { source: forward ? `s${i}` : `s${j}`, target: forward ? `s${j}` : `s${i}` } });
    });
    side(up[i], -2 * WIDTH, false);
    side(down[i], 2 * WIDTH, true);
    const place = (list, sign) => list.forEach(({ kind, label, row: [title, local] }, number) => {
      const id = `r${made.length}`;
      const wide = Math.min(list.length, 5);
      made.push({ data: { id, label: title.replace("（虚构）", ""), tip: label, color: "#566170" }, classes: `record ${kind}${local ? "" : " away"}`,
        position: { x: ((number % 5) - (wide - 1) / 2) * (WIDTH + 14), y: sign * (130 + Math.max(up[i].length, down[i].length, 1) * 26 + Math.floor(number / 5) * 52) } });
      made.push({ data: { source: id, target: `s${i}` }, classes: "belongs" });
    });
    const records = segment.r.flatMap(([kind, label, rows]) => rows.slice(0, 15).map((row) => ({ kind, label, row })));
    place(records.filter((r) => r.kind === "enterprise"), 1);
    place(records.filter((r) => r.kind !== "enterprise"), -1);
    return made;
  };

  const draw = () => {
    let made = [];
    if (view.focus >= 0) made = drawFocus(view.focus);
    else if (view.chain < 0 && !view.all) made = overview();
    else made = view.chain < 0 ? drawAll() : drawChain(view.chain, false).made;
    cy.elements().remove();
    cy.add(made);
    cy.resize();
    start();
    fade();
    mark();
    crumbs();
    by("expand").textContent = view.all ? words.collapse : words.expand;
    by("chain").value = view.chain < 0 ? "" : String(view.chain);
  };

  const fit = () => {
    cy.fit(undefined, 28);
    if (cy.zoom() > 1.15) { cy.zoom(1.15); cy.center(); }
  };
  /* On a small screen the drawing starts legible at its upstream end, not whole and tiny. */
  const start = () => {
    fit();
    if (cy.zoom() < 0.5 && by("canvas").clientWidth < 640 && !view.all) {
      cy.zoom(0.6);
      const box = cy.elements().boundingBox();
      cy.pan({ x: 16 - box.x1 * 0.6, y: cy.height() / 2 - (box.y1 + box.h / 2) * 0.6 });
    }
  };
  const insideOf = (node) => {
    if (node.data("segment") !== undefined) return [node.data("segment")];
    if (node.data("chain") !== undefined) return members[node.data("chain")];
    return node.data("inside");
  };
  const fade = () => {
    cy.nodes().forEach((node) => {
      const inside = insideOf(node);
      node.toggleClass("faded", Boolean(inside) && !inside.some(shown));
    });
  };
  const mark = () => {
    cy.elements().removeClass("chosen near");
    const node = cy.getElementById(view.selected);
    if (node.nonempty()) { node.addClass("chosen"); node.connectedEdges().not(".belongs").addClass("near"); }
  };

  const crumbs = () => {
    const bar = by("crumbs");
    bar.replaceChildren();
    const add = (text, act) => { if (bar.childNodes.length) bar.append(" › "); bar.append(act ? button(text, act) : element("span", text)); };
    if (chains.length > 1) add(words.all, view.chain >= 0 || view.focus >= 0 || view.all ? () => go({ chain: -1, focus: -1, all: false }) : null);
    if (view.chain >= 0) add(chains[view.chain], view.focus >= 0 || view.open.size ? () => go({ focus: -1, open: new Set() }) : null);
    if (view.focus >= 0) add(segments[view.focus].n, null);
  };

  const go = (change) => { Object.assign(view, change); draw(); panel(); };

  const select = (id) => {
    view.selected = id;
    mark();
    const node = cy.getElementById(id);
    const extent = cy.extent();
    if (node.nonempty()) {
      const p = node.position();
      if (p.x < extent.x1 || p.x > extent.x2 || p.y < extent.y1 || p.y > extent.y2 || cy.zoom() < 0.5) {
        const zoom = Math.max(cy.zoom(), 0.8);
        if (still) { cy.zoom(zoom); cy.center(node); } else cy.animate({ zoom, center: { eles: node }, duration: 180 });
      }
    }
    panel();
  };

  const openSegment = (i) => go({ chain: segments[i].c, focus: i, selected: `s${i}` });
  const showSegment = (i) => {
    const key = `${segments[i].c}/${segments[i].g}`;
    if (view.focus >= 0 || (view.chain !== segments[i].c && !(view.chain < 0 && view.all)) || cy.getElementById(`s${i}`).empty()) {
      view.open.add(key);
      go({ chain: segments[i].c, focus: -1 });
    }
    select(`s${i}`);
  };
  const openNode = (node) => {
    if (node.data("chain") !== undefined) go({ chain: node.data("chain"), all: false, selected: "" });
    else if (node.data("group")) { const first = `s${node.data("inside")[0]}`; view.open.add(node.data("group")); go({}); select(first); }
    else if (node.data("segment") !== undefined && node.data("segment") !== view.focus) openSegment(node.data("segment"));
  };
  const goUp = () => {
    if (view.focus >= 0) go({ focus: -1, selected: `s${view.focus}` });
    else if (view.open.size || view.all) go({ open: new Set(), all: false, selected: "" });
    else if (view.chain >= 0 && chains.length > 1) go({ chain: -1, selected: `c${view.chain}` });
  };

  const around = (box, title, list) => {
    if (!list.length) return;
    box.append(element("h4", `${title} ${list.length}`));
    const line = element("p", undefined, "around");
    list.forEach((j) => line.append(button(`${segments[j].n} ${marks(segments[j].s)}`, () => showSegment(j))));
    box.append(line);
  };
  const panel = () => {
    const box = by("panel");
    box.replaceChildren();
    const node = cy.getElementById(view.selected);
    const i = node.nonempty() ? node.data("segment") : undefined;
    if (i === undefined) {
      const inside = node.nonempty() ? insideOf(node) : undefined;
      if (!inside) { box.append(element("p", node.nonempty() ? `${node.data("tip")} · ${node.data("label")}` : words.choose, node.nonempty() ? "" : "quiet")); return; }
      box.append(element("h3", node.data("label").split("\n")[0]), element("p", `${inside.length} ${words.segments} · ${tally(inside)}`, "quiet"));
      const line = element("p", undefined, "around");
      inside.filter(shown).slice(0, 60).forEach((j) => line.append(button(`${segments[j].n} ${marks(segments[j].s)}`, () => showSegment(j))));
      box.append(line);
      return;
    }
    const segment = segments[i];
    const head = element("p", undefined, "marks");
    segment.s.forEach((code) => head.append(element("span", `${stateOf[code].shape} ${stateOf[code].word}`, `st ${code}`)));
    box.append(element("h3", segment.n), head);
    const list = element("ul", undefined, "findings");
    segment.f.forEach((text) => list.append(element("li", text)));
    const facts = element("p", undefined, "facts");
    segment.x.forEach(([label, value]) => { const span = element("span", `${label} `); span.append(element("b", value)); facts.append(span); });
    box.append(list, facts, element("p", segment.q, "quiet"));
    const act = element("p", undefined, "buttons");
    if (view.focus !== i) act.append(button(words.open, () => openSegment(i)));
    act.append(button(words.details, () => { const full = by(`s${i}`); full.open = true; full.scrollIntoView(); }));
    box.append(act);
    around(box, words.upstream, up[i]);
    around(box, words.downstream, down[i]);
    segment.r.forEach(([, label, rows, more]) => {
      box.append(element("h4", `${label} ${rows.length + more}`));
      const names = element("ul");
      rows.slice(0, view.focus === i ? 24 : 4).forEach(([title, , info, why]) => { const item = element("li", title); item.append(element("small", `${info} · ${why}`)); names.append(item); });
      box.append(names);
    });
    if (segment.m.length) {
      const moves = element("ul", undefined, "fix");
      segment.m.forEach((text) => moves.append(element("li", text)));
      box.append(moves);
    }
  };

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const find = () => {
    const wanted = plain(by("find").value).trim().split(/\s+/).filter(Boolean);
    if (!wanted.length) { fade(); panel(); return; }
    const holds = (text) => wanted.every((w) => plain(text).includes(w));
    const hits = [];
    segments.forEach((s, i) => {
      if (holds(s.n)) hits.push([0, i, s.n]);
      else if (holds(`${s.n} ${s.p.join(" ")}`)) hits.push([1, i, `${s.n} (${s.p.find((p) => wanted.some((w) => plain(p).includes(w))) || ""})`]);
      s.r.forEach(([, , rows]) => rows.forEach(([title]) => { if (holds(title)) hits.push([2, i, `${title} → ${s.n}`]); }));
    });
    hits.sort((a, b) => a[0] - b[0]);
    const found = new Set(hits.map(([, i]) => i));
    cy.nodes().forEach((node) => { const inside = insideOf(node); if (inside) node.toggleClass("faded", !inside.some((i) => found.has(i))); });
    const box = by("panel");
    box.replaceChildren();
    if (!hits.length) box.append(element("p", words.none, "quiet"));
    const line = element("ul", undefined, "around");
    hits.slice(0, 40).forEach(([, i, text]) => { const item = element("li"); item.append(button(text, () => { by("find").value = ""; fade(); showSegment(i); })); line.append(item); });
    box.append(line);
    return hits;
  };

  const beside = (node, key) => {
    const here = node.position();
    const ahead = { ArrowLeft: (p) => here.x - p.x, ArrowRight: (p) => p.x - here.x, ArrowUp: (p) => here.y - p.y, ArrowDown: (p) => p.y - here.y }[key];
    const aside = key === "ArrowLeft" || key === "ArrowRight" ? (p) => Math.abs(p.y - here.y) : (p) => Math.abs(p.x - here.x) * 3;
    const linked = key === "ArrowRight" ? node.outgoers("node") : key === "ArrowLeft" ? node.incomers("node") : cy.collection();
    const all = (linked.nonempty() ? linked : cy.nodes().not(".title")).filter((n) => n.id() !== node.id() && ahead(n.position()) > 1);
    return all.sort((a, b) => ahead(a.position()) + aside(a.position()) - ahead(b.position()) - aside(b.position())).first();
  };
  by("canvas").addEventListener("keydown", (event) => {
    const node = cy.getElementById(view.selected);
    if (event.key.startsWith("Arrow")) {
      const next = node.nonempty() ? beside(node, event.key) : cy.nodes().not(".title").first();
      if (next.nonempty()) select(next.id());
    } else if (event.key === "Enter" && node.nonempty()) openNode(node);
    else if (event.key === "Escape" || event.key === "Backspace") goUp();
    else if (event.key === "+" || event.key === "=") cy.zoom({ level: cy.zoom() * 1.25, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    else if (event.key === "-") cy.zoom({ level: cy.zoom() / 1.25, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    else return;
    event.preventDefault();
  });
  cy.on("tap", "node", ({ target }) => {
    if (target.data("chain") !== undefined || target.data("group")) openNode(target);
    else select(target.id());
  });
  cy.on("dbltap", "node.segment", ({ target }) => openNode(target));
  by("tools").addEventListener("submit", (event) => event.preventDefault());
  by("find").addEventListener("input", find);
  by("find").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const hits = find();
    if (hits && hits.length) { by("find").value = ""; fade(); showSegment(hits[0][1]); by("canvas").focus(); }
  });
  by("chain").addEventListener("change", () => go({ chain: by("chain").value === "" ? -1 : Number(by("chain").value), focus: -1, selected: "", open: new Set(), all: false }));
  by("state").addEventListener("change", () => { fade(); panel(); });
  by("expand").addEventListener("click", () => go({ all: !view.all, focus: -1, open: new Set() }));
  by("fit").addEventListener("click", fit);
  by("larger").addEventListener("click", () => { cy.zoom({ level: cy.zoom() * 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }); });
  by("smaller").addEventListener("click", () => { cy.zoom({ level: cy.zoom() / 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }); });
  by("names").append(...segments.slice(0, 1000).map((s) => { const option = element("option"); option.value = s.n; return option; }));
  const reveal = () => { const full = location.hash && document.getElementById(location.hash.slice(1)); if (full && full.tagName === "DETAILS") full.open = true; };
  addEventListener("hashchange", reveal);
  reveal();
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 150); });
  window.chainGraph = { cy, view };
  draw();
})();
