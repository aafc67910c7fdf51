/**
 * Charts drawn from the tables behind them: the table is the source, a chart only shows it.
 * Without this script the tables stand open and say the same.
 */

const style = getComputedStyle(document.documentElement);
const color = (name) => style.getPropertyValue(name).trim();
const series = [color("--q-blue"), color("--q-line-strong")];
const quiet = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function read(table) {
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].filter((row) => row.cells.length === names.length + 1);
  return {
    names,
    words: rows.map((row) => row.cells[0].textContent.trim()),
    values: names.map((_, n) => rows.map((row) => Number(row.cells[n + 1].dataset.value))),
    links: names.map((_, n) => rows.map((row) => row.cells[n + 1].querySelector("a")?.href)),
  };
}

function shorten(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function draw(box) {
  const data = read(document.getElementById(box.dataset.of));
  if (!data.words.length) return;
  const lying = box.dataset.chart === "bars";
  box.hidden = false;
  if (lying) box.style.height = `${data.words.length * 2.6 + 3.5}rem`;
  const size = parseFloat(getComputedStyle(box).fontSize);
  const text = { fontFamily: getComputedStyle(box).fontFamily, fontSize: size * 0.8125, color: color("--q-ink-2") };
  const words = {
    type: "category",
    data: data.words,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: color("--q-line-strong") } },
    axisLabel: { ...text, formatter: (word) => shorten(word, lying ? 12 : 7) },
  };
  const numbers = { type: "value", min: 0, minInterval: 1, splitLine: { show: false }, axisLabel: { show: false } };
  const chart = window.echarts.init(box, null, { renderer: "svg" });
  chart.setOption({
    animation: !quiet,
    color: series,
    textStyle: text,
    aria: { enabled: false },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { ...text, color: color("--q-ink") } },
    grid: { left: 4, right: lying ? 44 : 4, top: 36, bottom: 4, containLabel: true },
    xAxis: lying ? numbers : words,
    yAxis: lying ? words : numbers,
    series: data.names.map((name, n) => ({
      name,
      type: "bar",
      data: data.values[n],
      barMaxWidth: 22,
      barGap: "10%",
      cursor: "pointer",
      label: { show: true, position: lying ? "right" : "top", ...text, formatter: (point) => point.value || "" },
    })),
  });
  chart.on("click", (point) => {
    const link = data.links[point.seriesIndex][point.dataIndex];
    if (link) window.location.assign(link);
  });
  new ResizeObserver(() => chart.resize()).observe(box);
  box.setAttribute("aria-hidden", "true"); // the table says it all, and its numbers are links
}

for (const box of document.querySelectorAll("[data-chart]")) {
  draw(box);
  const fold = box.parentElement.querySelector("[data-folds]");
  if (fold) fold.open = false;
}
