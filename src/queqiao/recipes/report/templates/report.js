"use strict";
(function () {
  var root = document.documentElement, list = document.getElementById("list");
  var demands = Array.prototype.slice.call(list.querySelectorAll(".demand"));
  var find = document.getElementById("find"), show = document.getElementById("show");
  var sort = document.getElementById("sort"), found = document.getElementById("found");
  var empty = document.getElementById("empty"), texts = new Map();
  root.classList.add("js");
  document.getElementById("tools").hidden = false;
  document.getElementById("tools").addEventListener("submit", function (e) { e.preventDefault(); });

  function plain(text) { return text.normalize("NFKC").toLowerCase(); }
  function textOf(demand) {
    if (!texts.has(demand)) texts.set(demand, plain(demand.textContent));
    return texts.get(demand);
  }
  function filter() {
    var words = plain(find.value).split(/\s+/).filter(Boolean), count = 0;
    demands.forEach(function (demand) {
      var fits = (!show.value || demand.dataset.state === show.value) &&
        words.every(function (word) { return textOf(demand).indexOf(word) >= 0; });
      demand.hidden = !fits;
      if (fits) count += 1;
    });
    empty.hidden = count > 0;
    found.textContent = found.dataset.text.replace("%n", count);
  }
  function order() {
    var key = sort.value.replace("-", ""), sign = sort.value[0] === "-" ? -1 : 1;
    function value(demand) {
      var text = demand.dataset[key];
      if (text === "") return null;
      return key === "deadline" ? text : Number(text);
    }
    demands.sort(function (a, b) {
      var x = value(a), y = value(b);
      if (x !== y) {
        if (x === null) return 1;
        if (y === null) return -1;
        return (x < y ? -1 : 1) * sign;
      }
      return a.dataset.position - b.dataset.position;
    });
    demands.forEach(function (demand) { list.insertBefore(demand, empty); });
  }
  // In the head's text only the evidence of open matches stays marked; without any, its indices.
  function trace(demand) {
    var wanted = new Set(), open = demand.querySelectorAll(".match[open]");
    open.forEach(function (match) {
      match.dataset.e.split(" ").forEach(function (n) { wanted.add(n); });
    });
    demand.querySelectorAll(".need mark, h2 mark").forEach(function (mark) {
      var stays = open.length ? wanted.has(mark.dataset.n) : mark.classList.contains("i");
      mark.classList.toggle("off", !stays);
    });
  }
  function heat(target, on) {
    var at = target.closest && target.closest("[data-n]"), demand = at && at.closest(".demand");
    if (!demand) return;
    demand.querySelectorAll('mark[data-n="' + at.dataset.n + '"]').forEach(function (mark) {
      mark.classList.toggle("hot", on);
    });
  }
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1)), at = id && document.getElementById(id);
    if (!at) return;
    for (var up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    at.scrollIntoView();
  }

  find.addEventListener("input", filter);
  show.addEventListener("change", filter);
  sort.addEventListener("change", order);
  list.addEventListener("toggle", function (e) {
    if (e.target.classList.contains("match")) trace(e.target.closest(".demand"));
  }, true);
  list.addEventListener("mouseover", function (e) { heat(e.target, true); });
  list.addEventListener("mouseout", function (e) { heat(e.target, false); });
  function all(open) {
    demands.forEach(function (demand) { if (!demand.hidden) demand.open = open; });
  }
  document.getElementById("open").addEventListener("click", function () { all(true); });
  document.getElementById("close").addEventListener("click", function () { all(false); });
  document.getElementById("print").addEventListener("click", function () { window.print(); });
  document.addEventListener("keydown", function (e) {
    if (e.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      e.preventDefault();
      find.focus();
    }
  });
  window.addEventListener("hashchange", reveal);
  var first = list.querySelector(".demand[open] .match");
  if (first) first.open = true;
  demands.forEach(trace);
  filter();
  reveal();
})();
