// The small map and the course of a toll on an incident's page.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

for (const holder of document.querySelectorAll("[data-course]")) {
  const points = JSON.parse(holder.dataset.course).filter((point) => point.day);
  if (points.length < 2) continue;
  const width = 420, height = 110, margin = { top: 8, right: 12, bottom: 22, left: 34 };
  const at = (point) => new Date(`${point.day}T12:00:00`);
  const top = d3.max(points, (point) => point.high ?? point.low);
  const x = d3.scaleTime([d3.timeDay.offset(d3.min(points, at), -1), d3.timeDay.offset(d3.max(points, at), 1)], [margin.left, width - margin.right]);
  const y = d3.scaleLinear([0, top * 1.1 || 1], [height - margin.bottom, margin.top]);
  const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height).attr("aria-hidden", "true");
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(4));
  svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(4));
  const line = d3.line().x((point) => x(at(point))).y((point) => y(point.low)).curve(d3.curveStepAfter);
  svg.append("path").attr("class", "steps").attr("d", line(points));
  const mark = svg.selectAll("g.told").data(points).join("g").attr("class", "told").attr("transform", (point) => `translate(${x(at(point))},0)`);
  mark.append("line").attr("y1", (point) => y(point.low)).attr("y2", (point) => y(point.high ?? top * 1.1));
  mark.append("circle").attr("cy", (point) => y(point.low)).attr("r", 3.5);
  mark.append("title").text((point) => `${point.day}, ${point.source}: ${point.low}${point.high === null ? " or more" : point.high === point.low ? "" : ` to ${point.high}`}`);
  holder.replaceChildren(svg.node());
}

// A printed sheet shows all the evidence, not the first lines of it.
addEventListener("beforeprint", () => { for (const more of document.querySelectorAll(".sheet details")) more.open = true; });

const spot = document.getElementById("spot");
if (spot) {
  const maplibregl = await import("/static/vendor/maplibre-gl.mjs");
  maplibregl.setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  const json = async (url) => (await fetch(url)).json();
  const [world, provinces] = await Promise.all([json("/static/vendor/countries-50m.json"), json("/shapes/admin1.topo.json")]);
  const { lat, lon, radius, prec } = Object.fromEntries(Object.entries(spot.dataset).map(([name, value]) => [name, Number(value)]));
  const ring = Array.from({ length: 49 }, (_, n) => {
    const angle = (n * 2 * Math.PI) / 48, km = Math.max(radius, 1) / 111.32;
    return [lon + (km * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180), lat + km * Math.sin(angle)];
  });
  const map = new maplibregl.Map({
    container: spot, interactive: false, attributionControl: false, fadeDuration: 0, center: [lon, lat], zoom: prec <= 2 ? 6 : prec <= 4 ? 5 : 3,
    style: {
      version: 8,
      sources: {
        world: { type: "geojson", data: topojson.feature(world, world.objects.countries) },
        provinces: { type: "geojson", data: topojson.feature(provinces, provinces.objects.admin1) },
        area: { type: "geojson", data: { type: "Polygon", coordinates: [ring] } },
        point: { type: "geojson", data: { type: "Point", coordinates: [lon, lat] } },
      },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": css("--sea") } },
        { id: "land", type: "fill", source: "world", paint: { "fill-color": css("--sheet") } },
        { id: "provinces", type: "line", source: "provinces", paint: { "line-color": css("--line") } },
        { id: "borders", type: "line", source: "world", paint: { "line-color": css("--soft") } },
        { id: "area", type: "fill", source: "area", paint: { "fill-color": css("--accent"), "fill-opacity": 0.15 } },
        ...(prec <= 2 ? [{ id: "point", type: "circle", source: "point", paint: { "circle-radius": 6, "circle-color": prec === 1 ? css("--accent") : "transparent", "circle-stroke-width": 2, "circle-stroke-color": css("--accent") } }] : []),
      ],
    },
  });
  map.getCanvas().setAttribute("aria-label", "The place on a small map");
  map.on("idle", () => { spot.dataset.ready = "yes"; });
}
