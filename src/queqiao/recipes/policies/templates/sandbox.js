"use strict";
(function () {
  var table = document.getElementById("rows");
  if (!table) return;
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var find = document.getElementById("find"), show = document.getElementById("show");
  var found = document.getElementById("found"), texts = new Map();
  document.getElementById("tools").hidden = false;
  document.getElementById("tools").addEventListener("submit", function (e) { e.preventDefault(); });

  function plain(text) { return text.normalize("NFKC").toLowerCase(); }
  function textOf(row) {
    if (!texts.has(row)) texts.set(row, plain(row.textContent));
    return texts.get(row);
  }
  function filter() {
    var words = plain(find.value).split(/\s+/).filter(Boolean), count = 0;
    rows.forEach(function (row) {
      var fits = (!show.value || row.dataset.effect === show.value) &&
        words.every(function (word) { return textOf(row).indexOf(word) >= 0; });
      row.hidden = !fits;
      if (fits) count += 1;
    });
    found.textContent = found.dataset.text.replace("%n", count);
  }
  function value(cell) {
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  }
  function compare(x, y) {
    return typeof x === "number" ? x - y : x.localeCompare(y, document.documentElement.lang);
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, at) {
    var button = head.querySelector("button");
    if (!button) return;
    button.addEventListener("click", function () {
      var up = head.getAttribute("aria-sort") !== "ascending";
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) {
        other.removeAttribute("aria-sort");
      });
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      rows.map(function (row, place) { return [value(row.cells[at]), place, row]; })
        .sort(function (a, b) { return (up ? 1 : -1) * compare(a[0], b[0]) || a[1] - b[1]; })
        .forEach(function (entry) { body.appendChild(entry[2]); });
    });
  });
  find.addEventListener("input", filter);
  show.addEventListener("change", filter);
  filter();
})();
