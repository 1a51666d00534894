/** From the world atlas to what the middle floor draws: one shape and one place for each state that is on the map. */
import {
  geoArea,
  geoCentroid,
  geoEqualEarth,
  geoPath,
  type GeoPermissibleObjects,
  type GeoProjection,
} from 'd3-geo';
import type { Feature, FeatureCollection, Geometry, MultiPoint, Polygon } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { ISLANDS } from './islands';

export type Atlas = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

export interface Country {
  /** The scenario's key. */
  key: string;
  /** Its outline as an SVG path; null for a state too small to have one at this scale. */
  path: string | null;
  x: number;
  y: number;
}

export interface Geography {
  countries: Country[];
  /** Everything that is no state of this game, as one quiet shape, and the lines between. */
  elsewhere: string;
  borders: string;
  graticule: string;
  /** States of the game that the atlas does not know. */
  unplaced: string[];
}

const ANTARCTICA = '010';
/** What a world map should show even where no player lives: from Vancouver to Tokyo, from Iceland to the Congo. */
const FRAME: readonly (readonly [number, number])[] = [
  [-122, 55],
  [-122, 10],
  [140, 55],
  [140, 10],
  [20, -12],
  [10, 64],
];

/** Draws the states (`isoByKey`: scenario key to ISO 3166-1 numeric code) into a box of the given size. */
export function geography(
  atlas: Atlas,
  isoByKey: Readonly<Record<string, string>>,
  width: number,
  height: number,
): Geography {
  const world = feature(atlas, atlas.objects.countries) as FeatureCollection<Geometry, { name: string }>;
  const byIso = new Map(world.features.map((country) => [String(country.id ?? ''), country]));
  const played = Object.entries(isoByKey);
  const spots = played.flatMap(([key, iso]) => {
    const spot = placeOf(byIso.get(iso), iso);
    return spot ? [{ key, iso, spot }] : [];
  });
  const projection = fitted(
    spots.map(({ spot }) => spot),
    width,
    height,
  );
  const draw = geoPath(projection).digits(1);
  const codes = new Set(spots.map(({ iso }) => iso));
  const rest = world.features.filter(
    (country) => !codes.has(String(country.id)) && country.id !== ANTARCTICA,
  );
  const countries = spots.flatMap(({ key, iso, spot }) => {
    const at = projection([...spot]);
    const outline = byIso.get(iso);
    return at ? [{ key, path: outline ? draw(outline) : null, x: at[0], y: at[1] }] : [];
  });
  const known = new Set(countries.map(({ key }) => key));
  const border = mesh(atlas, atlas.objects.countries, (a, b) => a !== b);
  return {
    countries,
    elsewhere: draw({ type: 'FeatureCollection', features: rest }) ?? '',
    borders: draw(border) ?? '',
    graticule: draw(parallels()) ?? '',
    unplaced: played.map(([key]) => key).filter((key) => !known.has(key)),
  };
}

/** The middle of the largest piece, so that France lies in Europe and the United States not in the Arctic. */
function placeOf(country: Feature | undefined, iso: string): readonly [number, number] | null {
  if (!country) return ISLANDS[iso] ?? null;
  const { geometry } = country;
  if (geometry.type !== 'MultiPolygon') return geoCentroid(country as GeoPermissibleObjects);
  const pieces = geometry.coordinates.map((coordinates): Polygon => ({ type: 'Polygon', coordinates }));
  const largest = pieces.reduce((best, piece) => (geoArea(piece) > geoArea(best) ? piece : best));
  return geoCentroid(largest);
}

/** Equal Earth: areas are true, as they should be in a picture of who weighs what. */
function fitted(spots: readonly (readonly [number, number])[], width: number, height: number): GeoProjection {
  const frame: MultiPoint = {
    type: 'MultiPoint',
    coordinates: [...FRAME, ...spots].map((spot) => [...spot]),
  };
  const inset = Math.min(width, height) * 0.09;
  // The crowded north needs room above it for marks that must make way.
  const headroom = inset * 1.7;
  return geoEqualEarth()
    .rotate([-11, 0])
    .fitExtent(
      [
        [inset, headroom],
        [width - inset, height - inset],
      ],
      frame,
    )
    .clipExtent([
      [-2, -2],
      [width + 2, height + 2],
    ]);
}

/** The equator and the parallels of 30 and 60 degrees, as faint lines. */
function parallels(): { type: 'MultiLineString'; coordinates: number[][][] } {
  const longitudes = Array.from({ length: 73 }, (_, index) => -180 + index * 5);
  const lines = [-30, 0, 30, 60].map((latitude) => longitudes.map((longitude) => [longitude, latitude]));
  return { type: 'MultiLineString', coordinates: lines };
}
