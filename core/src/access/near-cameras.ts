/** WGS 84 degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}
const earthRadiusM = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two points on the ground: the haversine formula, good to 0.5 %. */
export function metresBetween(one: Point, other: Point): number {
  const [a, b] = [radians(one.latitude), radians(other.latitude)];
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Degrees that certainly hold the circle; for an index, before the real distance is worked out. */
export function boxAround({ latitude, longitude }: Point, radiusM: number): { readonly south: number; readonly north: number; readonly west: number; readonly east: number } {
  const high = (radiusM * 1.01 / earthRadiusM) * (180 / Math.PI);
  const wide = high / Math.max(0.01, Math.cos(radians(Math.min(89, Math.abs(latitude) + high))));
  return { south: latitude - high, north: latitude + high, west: longitude - wide, east: longitude + wide };
}
