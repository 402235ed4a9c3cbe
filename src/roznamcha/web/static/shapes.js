// What the large map and an incident's small one share: land, provinces with their names, and areas of a radius.
export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const NEAR_KM = 5; // a place known less nearly than this is drawn as its area and never as a dot

const json = async (url) => (await fetch(url)).json();
const planar = (ring) => Math.abs(d3.polygonArea(ring));

// An area of a radius is a polygon of 48 corners on the sphere, so that it keeps its size on the ground at every zoom.
export const circle = ([lon, lat], km) => {
  const ring = d3.range(49).map((n) => {
    const angle = (n * 2 * Math.PI) / 48, dy = (km / 111.32) * Math.sin(angle);
    return [lon + ((km / 111.32) * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180), lat + dy];
  });
  return { type: "Polygon", coordinates: [ring] };
};
export const collection = (features) => ({ type: "FeatureCollection", features });

// A province's name stands at the middle of its largest piece.
export const middle = ({ type, coordinates }) => {
  const rings = type === "Polygon" ? [coordinates[0]] : coordinates.map((piece) => piece[0]);
  const largest = d3.greatest(rings, planar), centre = d3.polygonCentroid(largest);
  return centre.every(Number.isFinite) ? centre : largest[0]; // an islet drawn as a line has no centre
};
const label = ({ properties: p, geometry }) => ({ type: "Feature", properties: { name: p.name_en ?? p.name }, geometry: { type: "Point", coordinates: middle(geometry) } });

// Start MapLibre and read the shapes, from the addresses that the page gives; borders are lines of their own, drawn once.
export const start = async ({ maplibre, worker, world: worldAt, provinces: provincesAt }) => {
  const [library, world, provinces] = await Promise.all([import(maplibre), json(worldAt), json(provincesAt)]);
  library.setWorkerUrl(worker);
  const inner = topojson.mesh(provinces, provinces.objects.admin1, (one, other) => one !== other && one.properties.adm0_a3 === other.properties.adm0_a3);
  const { features } = topojson.feature(provinces, provinces.objects.admin1);
  const named = features.filter(({ geometry, properties }) => geometry?.coordinates?.[0]?.length && properties.name);
  return { library, provinces: named, style: {
    version: 8,
    sources: {
      world: { type: "geojson", data: topojson.feature(world, world.objects.countries) },
      borders: { type: "geojson", data: topojson.mesh(world, world.objects.countries) },
      inner: { type: "geojson", data: inner },
      names: { type: "geojson", data: collection(named.map(label)) },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": css("--sea") } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": css("--sheet") } },
      { id: "inner", type: "line", source: "inner", minzoom: 3, paint: { "line-color": css("--line"), "line-width": 0.8 } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": css("--soft"), "line-width": 0.9 } },
    ],
  } };
};
export const NAMES = () => ({ id: "names", type: "symbol", source: "names", minzoom: 4,
  layout: { "text-field": ["get", "name"], "text-size": 11, "text-max-width": 7 },
  paint: { "text-color": css("--soft"), "text-halo-color": css("--sheet"), "text-halo-width": 1.2 } });
