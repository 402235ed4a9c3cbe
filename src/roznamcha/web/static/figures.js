// The plot of sums by month: a step line for the best figures, a pale band from low to high, a darker one for the spread
// between rules, and downloads that keep the sources.
"use strict";
const holder = document.getElementById("plot");
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const COLOURS = ["#8a2f1d", "#1d5fa8", "#1f6a43", "#8a5a00", "#6b3fa0", "#0f7c86", "#5d554b"];
const DARK = ["#f0907a", "#7db4ff", "#7fcf9f", "#e3b45a", "#c3a3f0", "#6fd3dc", "#b3a99a"];
const colours = matchMedia("(prefers-color-scheme: dark)").matches ? DARK : COLOURS;

const draw = (data) => {
  const width = Math.max(320, holder.clientWidth), narrow = width < 600;
  const parts = new Set(data.series.map((row) => row.group)).size;
  const margin = { top: narrow ? 14 + 18 * parts : 14, right: narrow ? 12 : 140, bottom: 28, left: 46 }, height = 306 + margin.top;
  const month = d3.timeParse("%Y-%m");
  const rows = data.series.map((row) => ({ ...row, at: month(row.month) }));
  if (!rows.length) { holder.textContent = "Nothing to draw: no incident of this selection has a known month."; return; }
  const [first, last] = d3.extent(rows, (row) => row.at);
  const months = d3.timeMonth.range(first, d3.timeMonth.offset(last, 1));
  const groups = d3.groups(rows, (row) => row.group).map(([group, some]) => {
    const by = new Map(some.map((row) => [+row.at, row]));
    return { group, steps: months.map((at) => ({ at, ...(by.get(+at) ?? { low: 0, best: 0, high: 0, rules_low: 0, rules_high: 0 }) })) };
  });
  const lacking = Math.max(0, 5 - d3.timeMonth.count(first, last)); // a month alone would fill the whole plot
  const wide = [d3.timeMonth.offset(first, -Math.ceil(lacking / 2)), d3.timeMonth.offset(last, 1 + Math.floor(lacking / 2))];
  const x = d3.scaleTime(wide, [margin.left, width - margin.right]);
  const y = d3.scaleLinear([0, d3.max(rows, (row) => Math.max(row.high, row.rules_high ?? 0)) || 1], [height - margin.bottom, margin.top]).nice();
  const svg = d3.create("svg").attr("xmlns", "http://www.w3.org/2000/svg").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height)
    .attr("role", "img").attr("aria-label", `${data.measure} per month; the table below holds the numbers`).attr("font-family", "sans-serif").attr("font-size", 12);
  svg.append("title").text(`${data.measure} per month`);
  svg.append("desc").text(["Sources:", ...data.citations].join("\n"));
  const axis = (group) => group.attr("color", css("--soft")).selectAll("text").attr("fill", css("--soft"));
  svg.append("g").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.min(lacking ? 6 : 12, width / 100))).call(axis);
  svg.append("g").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(6)).call(axis);
  // Each month is a step as wide as the month: nothing is drawn between months that the register does not say.
  const ends = (steps) => steps.flatMap((step) => [step, { ...step, at: d3.timeSecond.offset(d3.timeMonth.offset(step.at, 1), -1) }]);
  const band = d3.area().x((step) => x(step.at)).y0((step) => y(step.low)).y1((step) => y(step.high));
  const rules = d3.area().defined((step) => step.rules_low != null).x((step) => x(step.at)).y0((step) => y(step.rules_low)).y1((step) => y(step.rules_high));
  const line = d3.line().x((step) => x(step.at)).y((step) => y(step.best));
  groups.forEach(({ group, steps }, n) => {
    const colour = colours[n % colours.length];
    svg.append("path").attr("d", band(ends(steps))).attr("fill", colour).attr("fill-opacity", 0.16);
    svg.append("path").attr("class", "rules").attr("d", rules(ends(steps))).attr("fill", colour).attr("fill-opacity", 0.38);
    svg.append("path").attr("d", line(ends(steps))).attr("fill", "none").attr("stroke", colour).attr("stroke-width", 1.8);
    const label = svg.append("g").attr("transform", `translate(${narrow ? margin.left + 8 : width - margin.right + 8},${(narrow ? 4 : margin.top) + 8 + n * 18})`);
    label.append("rect").attr("width", 10).attr("height", 10).attr("y", -9).attr("fill", colour);
    label.append("text").attr("x", 15).attr("fill", css("--ink")).text(group === "all" ? data.measure : group.slice(0, 20));
  });
  holder.replaceChildren(svg.node());
};

const save = (name, blob) => {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
const svgBlob = () => new Blob([new XMLSerializer().serializeToString(holder.querySelector("svg"))], { type: "image/svg+xml" });
// The sources stand under the picture, as many as a reader can still read; the CSV has them all.
const CITED = 40, LINE = 14;
const cited = (citations) => {
  const more = citations.length - CITED;
  return ["Sources:", ...citations.slice(0, CITED), ...(more > 0 ? [`and ${more} more`] : [])];
};
const savePng = (data) => {
  const svg = holder.querySelector("svg"), image = new Image();
  image.onload = () => {
    const words = cited(data.citations), [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: (height + (words.length + 1) * LINE) * 2 });
    const paint = canvas.getContext("2d");
    paint.scale(2, 2);
    paint.fillStyle = css("--paper");
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.drawImage(image, 0, 0, width, height);
    paint.fillStyle = css("--soft");
    paint.font = "11px sans-serif";
    words.forEach((line, n) => paint.fillText(line, 12, height + (n + 1) * LINE, width - 24));
    canvas.toBlob((blob) => save("figures.png", blob));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
};
const quote = (cell) => (/[",\n]/.test(String(cell ?? "")) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell ?? ""));
const COLUMNS = ["month", "group", "low", "best", "high", "rules_low", "rules_high", "incidents"];
const saveCsv = (data) => {
  const lines = [COLUMNS, ...data.series.map((row) => COLUMNS.map((name) => row[name]))];
  const cited = data.citations.map((citation) => [`# source: ${citation}`]);
  save("figures.csv", new Blob([[...lines, ...cited].map((line) => line.map(quote).join(",")).join("\n") + "\n"], { type: "text/csv" }));
};

// The sums come at once; the spread between rules takes the server longer and is drawn when it comes.
document.addEventListener("DOMContentLoaded", async () => {
  const source = holder.dataset.source, json = async (url) => (await fetch(url)).json();
  let data = await json(source);
  draw(data);
  addEventListener("resize", () => draw(data));
  for (const button of document.querySelectorAll(".downloads")) button.hidden = false;
  document.querySelector('[data-save="svg"]').addEventListener("click", () => save("figures.svg", svgBlob()));
  document.querySelector('[data-save="png"]').addEventListener("click", () => savePng(data));
  document.querySelector('[data-save="csv"]').addEventListener("click", () => saveCsv(data));
  if (data.rules === "not asked for" && data.measure !== "incidents") data = await json(`${source}&rules=yes`);
  if (data.rules === "drawn") { draw(data); document.getElementById("rules").textContent = ""; }
  holder.dataset.rules = data.rules;
  if (data.rules === "too many incidents") document.getElementById("rules").textContent = "The spread between rules is drawn for fewer incidents: choose a part of them.";
});
