// The map and its timeline: one selection, filtered by the span of time that is brushed, shown on map and list together.
import * as maplibregl from "/static/vendor/maplibre-gl.mjs";
maplibregl.setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");

const holder = document.getElementById("map");
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const json = async (url) => (await fetch(url)).json();
const lines = (topology, name) => topojson.feature(topology, topology.objects[name]);

const [selection, world, provinces] = await Promise.all([
  json(holder.dataset.source), json("/static/vendor/countries-50m.json"), json("/shapes/admin1.topo.json"),
]);
const dated = selection.features.filter((feature) => feature.properties.from);
let span = null; // [first day, last day] as ISO strings, or null for all

// An area of a radius is a polygon of 48 corners on the sphere, so that it keeps its size on the ground at every zoom.
const circle = ([lon, lat], km) => {
  const ring = d3.range(49).map((n) => {
    const angle = (n * 2 * Math.PI) / 48, dy = (km / 111.32) * Math.sin(angle);
    return [lon + ((km / 111.32) * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180), lat + dy];
  });
  return { type: "Polygon", coordinates: [ring] };
};
const kept = () => selection.features.filter(({ properties: p }) => !span || (p.from && p.from <= span[1] && p.to >= span[0]));
const collection = (features) => ({ type: "FeatureCollection", features });
const areas = (features) => collection(features
  .filter(({ properties: p }) => p.prec > 1)
  .map((f) => ({ ...f, geometry: circle(f.geometry.coordinates, Math.max(f.properties.radius_km, 5)) })));
const points = (features) => collection(features.filter(({ properties: p }) => p.prec <= 2));

const map = new maplibregl.Map({
  container: holder,
  style: {
    version: 8,
    sources: {
      world: { type: "geojson", data: lines(world, "countries") },
      provinces: { type: "geojson", data: lines(provinces, "admin1") },
      areas: { type: "geojson", data: collection([]) },
      points: { type: "geojson", data: collection([]), cluster: true, clusterRadius: 36, clusterMaxZoom: 9 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": css("--sea") } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": css("--sheet") } },
      { id: "provinces", type: "line", source: "provinces", minzoom: 3, paint: { "line-color": css("--line"), "line-width": 0.7 } },
      { id: "borders", type: "line", source: "world", paint: { "line-color": css("--soft"), "line-width": 0.9 } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": css("--accent"), "fill-opacity": 0.13 } },
      { id: "area-edges", type: "line", source: "areas", paint: { "line-color": css("--accent"), "line-width": 1, "line-dasharray": [3, 2] } },
      { id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"], paint: {
        "circle-color": css("--accent"), "circle-opacity": 0.85, "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 100, 22, 1000, 28] } },
      { id: "cluster-counts", type: "symbol", source: "points", filter: ["has", "point_count"],
        layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12 }, paint: { "text-color": css("--on-accent") } },
      { id: "points", type: "circle", source: "points", filter: ["!", ["has", "point_count"]], paint: {
        "circle-color": ["case", ["==", ["get", "prec"], 1], css("--accent"), "transparent"],
        "circle-stroke-color": css("--accent"), "circle-stroke-width": 2,
        "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "killed"], 0], 0, 5, 10, 8, 100, 16] } },
    ],
  },
  center: [67, 30], zoom: 3, attributionControl: false, dragRotate: false, fadeDuration: 0,
});
map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
map.addControl(new maplibregl.AttributionControl({ customAttribution: "Shapes: Natural Earth" }));
map.getCanvas().setAttribute("aria-label", "Map of incidents; the list beside it holds the same");

const text = (tag, words, attributes = {}) => Object.assign(document.createElement(tag), { textContent: words }, attributes);
const describe = (p) => `${p.date ?? "day unknown"} · ${p.place ?? ""}${p.killed == null ? "" : ` · killed ${p.killed}`}`;
const entry = (p) => {
  const item = document.createElement("li");
  item.append(text("a", p.kind ?? "Incident", { href: `/incidents/${p.id}`, className: "open" }), ` ${describe(p)}`);
  return item;
};
const listInView = () => {
  const bounds = map.getBounds();
  const inside = kept().filter((feature) => bounds.contains(feature.geometry.coordinates));
  const list = document.getElementById("inview");
  list.replaceChildren(...inside.slice(0, 60).map((feature) => entry(feature.properties)));
  if (inside.length > 60) list.append(text("li", `and ${inside.length - 60} more; zoom in or choose a span of time`));
};
const draw = () => {
  const features = kept();
  map.getSource("areas").setData(areas(features));
  map.getSource("points").setData(points(features));
  listInView();
};
const fit = () => {
  if (!selection.features.length) return;
  const bounds = new maplibregl.LngLatBounds();
  for (const feature of selection.features) bounds.extend(feature.geometry.coordinates);
  map.fitBounds(bounds, { padding: 60, maxZoom: 6, animate: false });
};
map.on("load", () => { fit(); draw(); holder.dataset.ready = "yes"; });
map.on("moveend", listInView);
map.on("click", "clusters", async (event) => {
  const [cluster] = map.queryRenderedFeatures(event.point, { layers: ["clusters"] });
  const zoom = await map.getSource("points").getClusterExpansionZoom(cluster.properties.cluster_id);
  map.easeTo({ center: cluster.geometry.coordinates, zoom });
});
for (const layer of ["points", "areas"]) {
  map.on("click", layer, (event) => {
    const box = document.createElement("div");
    box.append(...event.features.slice(0, 5).map(({ properties }) => entry(properties)));
    new maplibregl.Popup().setLngLat(event.lngLat).setDOMContent(box).addTo(map);
  });
  map.on("mouseenter", layer, () => { map.getCanvas().classList.add("pointing"); });
  map.on("mouseleave", layer, () => { map.getCanvas().classList.remove("pointing"); });
}

// The timeline: incidents by month, a brush for the span, and a play button that walks it month by month.
const monthOf = (day) => d3.timeMonth(new Date(`${day}T00:00:00`));
const iso = d3.timeFormat("%Y-%m-%d");
const svg = d3.select("#timeline");
const width = svg.node().clientWidth || 600, height = 90, margin = { left: 30, right: 10, bottom: 20, top: 5 };
if (dated.length) {
  const [first, last] = d3.extent(dated, (feature) => monthOf(feature.properties.from));
  const lacking = Math.max(0, 5 - d3.timeMonth.count(first, last)); // a month alone would fill the whole line
  const ends = [d3.timeMonth.offset(first, -Math.ceil(lacking / 2)), d3.timeMonth.offset(last, 1 + Math.floor(lacking / 2))];
  const x = d3.scaleTime(ends, [margin.left, width - margin.right]);
  const months = d3.rollups(dated, (group) => group.length, (feature) => +monthOf(feature.properties.from));
  const y = d3.scaleLinear([0, d3.max(months, (month) => month[1])], [height - margin.bottom, margin.top]);
  svg.selectAll("rect.month").data(months).join("rect").attr("class", "month")
    .attr("x", (month) => x(month[0])).attr("width", (month) => Math.max(1, x(d3.timeMonth.offset(month[0], 1)) - x(month[0]) - 0.5))
    .attr("y", (month) => y(month[1])).attr("height", (month) => y(0) - y(month[1]));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.min(lacking ? 6 : 8, width / 80)));
  svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(2));
  const show = (range) => {
    span = range && [iso(range[0]), iso(d3.timeDay.offset(range[1], -1))];
    document.getElementById("span").textContent = span ? `${span[0]} to ${span[1]}` : "all dates";
    if (map.getSource("points")) draw();
  };
  const brush = d3.brushX().extent([[margin.left, margin.top], [width - margin.right, height - margin.bottom]])
    .on("brush end", ({ selection: chosen }) => show(chosen ? chosen.map(x.invert) : null));
  const layer = svg.append("g").attr("class", "brush").call(brush);
  const play = document.getElementById("play");
  let month = null, timer = null;
  const stop = () => { timer?.stop(); timer = null; play.setAttribute("aria-pressed", "false"); play.textContent = "▶ Play by month"; };
  play.addEventListener("click", () => {
    if (timer) return stop();
    month ??= first;
    play.setAttribute("aria-pressed", "true");
    play.textContent = "❚❚ Pause";
    timer = d3.interval(() => {
      const next = d3.timeMonth.offset(month, 1);
      layer.call(brush.move, [x(month), x(next)]);
      month = next > last ? first : next;
    }, 700);
  });
}
