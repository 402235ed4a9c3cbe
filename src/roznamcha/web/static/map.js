// The map and its timeline: one selection, filtered by a span of time that stands in the address like every other filter, so
// that map, list, table and figures show the same.
import { NAMES, NEAR_KM, circle, collection, css, middle, start } from "/static/shapes.js";

const holder = document.getElementById("map");
const json = async (url) => (await fetch(url)).json();
const [selection, { library: maplibregl, provinces, style }] = await Promise.all([json(holder.dataset.source), start(holder.dataset)]);
const shapeOf = new Map(provinces.map((shape) => [shape.properties.gn_a1_code, shape]));
const dated = selection.features.filter((feature) => feature.properties.from);

// The span: what the address says ("2014", "2014-02", "2014-02-10"), and its first and last day; either end may be open.
const asked = new URLSearchParams(location.search);
let span = { from: asked.get("from") ?? "", to: asked.get("to") ?? "" };
const firstDay = (words) => (words ? `${words}${words.length === 4 ? "-01-01" : words.length === 7 ? "-01" : ""}` : "0000");
const lastDay = (words) => (words ? `${words}${words.length === 4 ? "-12-31" : words.length === 7 ? "-31" : ""}` : "9999");
const kept = () => {
  if (!span.from && !span.to) return selection.features;
  const [first, last] = [firstDay(span.from), lastDay(span.to)];
  return selection.features.filter(({ properties: p }) => p.from && p.from <= last && p.to >= first);
};

// A place known to 5 km is a dot or a small ring; a wider one is its ring; a province is filled. What shares an area is one
// area with its number of incidents.
const province = ({ properties: p }) => (p.prec === 4 ? shapeOf.get(p.area) : undefined);
const near = ({ properties: p }) => p.prec <= 2 && p.radius_km <= NEAR_KM;
const areaKey = (feature) => province(feature)?.properties.gn_a1_code ?? [...feature.geometry.coordinates, feature.properties.radius_km].join();
const areasOf = (features) => d3.groups(features.filter((feature) => !near(feature)), areaKey).map(([, group]) => {
  const [first] = group, shape = province(first);
  const centre = shape ? middle(shape.geometry) : first.geometry.coordinates;
  const properties = { count: group.length, ids: group.map((one) => one.properties.id), kind: shape ? "province" : "ring" };
  return { centre, properties, geometry: shape ? shape.geometry : circle(centre, Math.max(first.properties.radius_km, NEAR_KM)) };
});
const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });

const accent = css("--accent"), count = ["to-string", ["coalesce", ["get", "sum"], ["get", "count"]]];
style.sources.areas = { type: "geojson", data: collection([]) };
style.sources.centres = { type: "geojson", data: collection([]), cluster: true, clusterRadius: 30, clusterMaxZoom: 7, clusterProperties: { sum: ["+", ["get", "count"]] } };
style.sources.points = { type: "geojson", data: collection([]), cluster: true, clusterRadius: 36, clusterMaxZoom: 9 };
style.layers.push(
  { id: "areas", type: "fill", source: "areas", paint: { "fill-color": accent, "fill-opacity": ["case", ["==", ["get", "kind"], "province"], 0.22, 0.13] } },
  { id: "area-edges", type: "line", source: "areas", paint: { "line-color": accent, "line-width": 1.2, "line-dasharray": [3, 2] } },
  NAMES(),
  { id: "centres", type: "circle", source: "centres", paint: {
    "circle-color": css("--sheet"), "circle-opacity": 0.85, "circle-stroke-color": accent, "circle-stroke-width": 1, "circle-radius": 10 } },
  { id: "centre-counts", type: "symbol", source: "centres", layout: { "text-field": count, "text-size": 11, "text-allow-overlap": true }, paint: { "text-color": css("--ink") } },
  { id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"], paint: {
    "circle-color": accent, "circle-opacity": 0.85, "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 100, 22, 1000, 28] } },
  { id: "cluster-counts", type: "symbol", source: "points", filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12 }, paint: { "text-color": css("--on-accent") } },
  { id: "points", type: "circle", source: "points", filter: ["!", ["has", "point_count"]], paint: {
    "circle-color": ["case", ["==", ["get", "prec"], 1], accent, "transparent"],
    "circle-stroke-color": accent, "circle-stroke-width": 2,
    "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "killed"], 0], 0, 5, 10, 8, 100, 16] } },
);
const map = new maplibregl.Map({ container: holder, style, center: [67, 30], zoom: 3, attributionControl: false, dragRotate: false, fadeDuration: 0 });
map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
map.addControl(new maplibregl.AttributionControl({ customAttribution: "Shapes: Natural Earth" }));
map.getCanvas().setAttribute("aria-label", "Map of incidents; the list beside it holds the same");

const text = (tag, words, attributes = {}) => Object.assign(document.createElement(tag), { textContent: words }, attributes);
const describe = (p) => `${p.date ?? "day unknown"} · ${p.place ?? ""}${p.killed == null ? "" : ` · killed ${p.killed}`}`;
const entry = (p, words) => {
  const item = document.createElement("li");
  item.append(text("a", p.kind ?? "Incident", { href: `/incidents/${p.id}`, className: "open" }), ` ${words}`);
  return item;
};
const fill = (list, items, most, more) => {
  list.replaceChildren(...items.slice(0, most));
  if (items.length > most) list.append(text("li", `and ${items.length - most} more; ${more}`));
};
const listInView = () => {
  const bounds = map.getBounds();
  const inside = kept().filter((one) => bounds.contains(one.geometry.coordinates)).map(({ properties }) => entry(properties, describe(properties)));
  fill(document.getElementById("inview"), inside, 60, "zoom in or choose a span of time");
};
const draw = () => {
  const features = kept(), areas = areasOf(features);
  map.getSource("areas").setData(collection(areas.map((area) => feature(area.geometry, area.properties))));
  map.getSource("centres").setData(collection(areas.map((area) => feature({ type: "Point", coordinates: area.centre }, area.properties))));
  map.getSource("points").setData(collection(features.filter(near)));
  holder.dataset.areas = areas.map((area) => `${area.properties.kind} ${area.properties.count}`).join();
  holder.dataset.points = features.filter(near).length;
  listInView();
};
const fit = () => {
  if (!selection.features.length) return;
  const bounds = new maplibregl.LngLatBounds();
  for (const one of kept().length ? kept() : selection.features) bounds.extend(one.geometry.coordinates);
  map.fitBounds(bounds, { padding: 60, maxZoom: 6, animate: false });
};
map.on("load", () => { fit(); draw(); holder.dataset.ready = "yes"; });
map.on("moveend", listInView);
for (const [layer, source] of [["clusters", "points"], ["centres", "centres"]]) {
  map.on("click", layer, async (event) => {
    const [cluster] = map.queryRenderedFeatures(event.point, { layers: [layer] });
    if (!cluster.properties.cluster_id) return;
    const zoom = await map.getSource(source).getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom });
  });
}
const byId = new Map(selection.features.map((one) => [one.properties.id, one.properties]));
const idsOf = ({ properties: p }) => (p.ids ? JSON.parse(p.ids) : [p.id]);
for (const layer of ["points", "areas"]) {
  map.on("click", layer, (event) => {
    const box = document.createElement("ul"), ids = [...new Set(event.features.flatMap(idsOf))];
    fill(box, ids.map((id) => entry(byId.get(id), describe(byId.get(id)))), 8, "see the list");
    new maplibregl.Popup().setLngLat(event.lngLat).setDOMContent(box).addTo(map);
  });
  map.on("mouseenter", layer, () => { map.getCanvas().classList.add("pointing"); });
  map.on("mouseleave", layer, () => { map.getCanvas().classList.remove("pointing"); });
}

// A new span goes into the address, the links to the other pages, the fields beside the timeline and the list of what has
// no place on the map, which the server selects anew.
const withSpan = (address) => {
  const url = new URL(address, location.href);
  for (const name of ["from", "to"]) span[name] ? url.searchParams.set(name, span[name]) : url.searchParams.delete(name);
  return url.pathname + url.search;
};
const listRest = async () => {
  const asked = { ...span };
  const { total, not_on_map: rest, not_on_map_total: number } = await json(withSpan(`${holder.dataset.source}&points=no`));
  if (asked.from !== span.from || asked.to !== span.to) return; // a later span was chosen meanwhile
  const items = rest.map((one) => entry(one, `${one.date ?? "day unknown"} ${one.country ?? ""} “${(one.anchor ?? "").slice(0, 90)}”`));
  document.getElementById("rest").replaceChildren(...items);
  document.getElementById("rest-number").textContent = number;
  document.querySelector("h1").textContent = `Map of ${total.toLocaleString("en")} incident${total === 1 ? "" : "s"}`;
};
const months = document.getElementById("months"), said = document.getElementById("span");
const say = () => {
  for (const name of ["from", "to"]) months.elements[name].value = span[name].slice(0, 7);
  said.textContent = span.from || span.to ? `${span.from || "the first"} to ${span.to || "the last"}` : "all dates";
};
const choose = (from, to) => {
  if (span.from === from && span.to === to) return;
  span = { from, to };
  say();
  history.replaceState(null, "", withSpan(location.href));
  for (const link of document.querySelectorAll("a[data-span]")) link.setAttribute("href", withSpan(link.href));
  if (holder.dataset.ready) draw();
  listRest();
};
say();

// The timeline: incidents by month, a brush that takes whole months, and a play button that walks it month by month.
const monthOf = (day) => d3.timeMonth(new Date(`${day.slice(0, 10)}T00:00:00`)), month = d3.timeFormat("%Y-%m");
const svg = d3.select("#timeline");
const width = svg.node().clientWidth || 600, height = 90, margin = { left: 30, right: 10, bottom: 20, top: 5 };
let moveBrush = () => {};
if (dated.length) {
  const [first, last] = d3.extent(dated, (one) => monthOf(one.properties.from));
  const lacking = Math.max(0, 5 - d3.timeMonth.count(first, last)); // a month alone would fill the whole line
  const ends = [d3.timeMonth.offset(first, -Math.ceil(lacking / 2)), d3.timeMonth.offset(last, 1 + Math.floor(lacking / 2))];
  const x = d3.scaleTime(ends, [margin.left, width - margin.right]);
  const numbers = d3.rollups(dated, (group) => group.length, (one) => +monthOf(one.properties.from));
  const y = d3.scaleLinear([0, d3.max(numbers, (one) => one[1])], [height - margin.bottom, margin.top]);
  svg.selectAll("rect.month").data(numbers).join("rect").attr("class", "month")
    .attr("x", (one) => x(one[0])).attr("width", (one) => Math.max(1, x(d3.timeMonth.offset(one[0], 1)) - x(one[0]) - 0.5))
    .attr("y", (one) => y(one[1])).attr("height", (one) => y(0) - y(one[1]));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.min(lacking ? 6 : 8, width / 80)));
  svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(2));
  const whole = ([left, right]) => {
    const from = d3.timeMonth.round(x.invert(left)), to = d3.timeMonth.round(x.invert(right));
    return [from, to > from ? to : d3.timeMonth.offset(from, 1)];
  };
  const brush = d3.brushX().extent([[margin.left, margin.top], [width - margin.right, height - margin.bottom]])
    .on("end", ({ selection: chosen, sourceEvent }) => {
      if (!sourceEvent) return; // the fields and the play button have said it already
      const [from, to] = chosen ? whole(chosen) : [];
      choose(from ? month(from) : "", to ? month(d3.timeMonth.offset(to, -1)) : "");
      moveBrush();
    });
  const layer = svg.append("g").attr("class", "brush").call(brush);
  const within = (at) => Math.min(Math.max(x(at), margin.left), width - margin.right);
  moveBrush = () => {
    const from = span.from ? monthOf(firstDay(span.from)) : ends[0];
    const to = span.to ? d3.timeMonth.offset(monthOf(`${lastDay(span.to).slice(0, 7)}-01`), 1) : ends[1];
    layer.call(brush.move, span.from || span.to ? [within(from), within(to)] : null);
  };
  moveBrush();
  const play = document.getElementById("play");
  let at = null, timer = null;
  const stop = () => { timer?.stop(); timer = null; play.setAttribute("aria-pressed", "false"); play.textContent = "▶ Play by month"; };
  play.addEventListener("click", () => {
    if (timer) return stop();
    at ??= first;
    play.setAttribute("aria-pressed", "true");
    play.textContent = "❚❚ Pause";
    timer = d3.interval(() => {
      choose(month(at), month(at));
      moveBrush();
      at = d3.timeMonth.offset(at, 1) > last ? first : d3.timeMonth.offset(at, 1);
    }, 700);
  });
}
const MONTH = /^(\d{4}(-\d\d)?)?$/; // where the browser knows no field for months, words are typed
const fromFields = () => {
  const [from, to] = ["from", "to"].map((name) => months.elements[name].value.trim());
  if (MONTH.test(from) && MONTH.test(to)) { choose(from, to); moveBrush(); }
};
months.addEventListener("change", fromFields);
months.addEventListener("submit", (event) => { event.preventDefault(); fromFields(); });
document.getElementById("all-dates").addEventListener("click", () => { choose("", ""); moveBrush(); });
