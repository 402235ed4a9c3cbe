// The small map and the course of a toll on an incident's page.
import { NAMES, NEAR_KM, circle, css, start } from "/static/shapes.js";

// One step a day, at the largest figure told that day; each report's range stands beside the others of its day. Heights are
// square roots, so that one great figure leaves the small ones readable; an open end has an arrowhead.
const WIDTH = 420, HEIGHT = 120, MARGIN = { top: 12, right: 12, bottom: 22, left: 34 }, APART = 7;
const spoken = (point) => `${point.day}, ${point.source}: ${point.low}${point.high === null ? " or more" : point.high === point.low ? "" : ` to ${point.high}`}`;
const course = (points) => {
  const at = (day) => new Date(`${day}T12:00:00`);
  const days = d3.groups(points, (point) => point.day).map(([day, told]) => ({ day, told, low: d3.max(told, (point) => point.low) }));
  const top = d3.max(points, (point) => point.high ?? point.low) || 1;
  const x = d3.scaleTime([d3.timeDay.offset(at(days[0].day), -1), d3.timeDay.offset(at(days.at(-1).day), 1)], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = d3.scaleSqrt([0, top], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const svg = d3.create("svg").attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`).attr("width", WIDTH).attr("height", HEIGHT).attr("aria-hidden", "true");
  const whole = d3.axisBottom(x).ticks(d3.timeDay.every(Math.ceil(d3.timeDay.count(...x.domain()) / 5))).tickFormat(d3.timeFormat("%-d %b"));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${HEIGHT - MARGIN.bottom})`).call(whole);
  svg.append("g").attr("class", "axis").attr("transform", `translate(${MARGIN.left},0)`).call(d3.axisLeft(y).tickValues(roots(top)).tickFormat(d3.format("~s")));
  const line = d3.line().x((day) => x(at(day.day))).y((day) => y(day.low)).curve(d3.curveStepAfter);
  svg.append("path").attr("class", "steps").attr("d", line(days));
  const placed = days.flatMap(({ day, told }) => told.map((point, n) => ({ ...point, x: x(at(day)) + (n - (told.length - 1) / 2) * Math.min(APART, 60 / told.length) })));
  const mark = svg.selectAll("g.told").data(placed).join("g").attr("class", "told").attr("transform", (point) => `translate(${point.x},0)`);
  mark.append("line").attr("y1", (point) => y(point.low)).attr("y2", (point) => (point.high === null ? MARGIN.top - 2 : y(point.high)));
  mark.filter((point) => point.high === null).append("path").attr("class", "open").attr("d", `M-4 ${MARGIN.top} l4 -8 l4 8 z`);
  mark.append("circle").attr("cy", (point) => y(point.low)).attr("r", 3.2);
  mark.append("title").text(spoken);
  return svg.node();
};
const roots = (top) => [0, ...new Set([0.1, 0.4, 1].map((share) => Math.max(1, Math.round(top * share))))];
for (const holder of document.querySelectorAll("[data-course]")) {
  const points = JSON.parse(holder.dataset.course).filter((point) => point.day);
  if (points.length > 1) holder.replaceChildren(course(points));
}

// A printed sheet shows all the evidence, not the first lines of it.
addEventListener("beforeprint", () => { for (const more of document.querySelectorAll(".sheet details")) more.open = true; });

const spot = document.getElementById("spot");
if (spot) {
  const { library: maplibregl, provinces, style } = await start(spot.dataset);
  const { lat, lon, radius, prec } = Object.fromEntries(["lat", "lon", "radius", "prec"].map((name) => [name, Number(spot.dataset[name])]));
  const shape = prec === 4 && provinces.find(({ properties }) => `geonames:${properties.gn_id}` === spot.dataset.place);
  const dot = prec <= 2 && radius <= NEAR_KM, accent = css("--accent");
  style.sources.area = { type: "geojson", data: shape ? shape.geometry : circle([lon, lat], Math.max(radius, 1)) };
  style.sources.point = { type: "geojson", data: { type: "Point", coordinates: [lon, lat] } };
  style.layers.push(
    { id: "area", type: "fill", source: "area", paint: { "fill-color": accent, "fill-opacity": 0.18 } },
    { id: "edge", type: "line", source: "area", paint: { "line-color": accent, "line-width": 1.2, "line-dasharray": [3, 2] } },
    NAMES(),
    ...(dot ? [{ id: "point", type: "circle", source: "point", paint: { "circle-radius": 6, "circle-color": prec === 1 ? accent : "transparent", "circle-stroke-width": 2, "circle-stroke-color": accent } }] : []),
  );
  const zoom = radius > 150 ? 4.2 : radius > 60 ? 5 : radius > NEAR_KM ? 6.5 : 7;
  const map = new maplibregl.Map({ container: spot, interactive: false, attributionControl: false, fadeDuration: 0, center: [lon, lat], zoom, style });
  map.getCanvas().setAttribute("aria-label", "The place on a small map");
  map.on("idle", () => { spot.dataset.ready = "yes"; });
}
