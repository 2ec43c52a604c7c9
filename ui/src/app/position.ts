/** WGS 84 degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** `20.4463, 106.3366` as people copy it from a map; also with a space, a semicolon or Vietnamese decimal commas. Undefined for anything else. */
export function readPosition(text: string): Position | undefined {
  const tidy = text.trim().replace(/^\(|\)$/g, '');
  const parts = /^(-?\d{1,3}(?:[.]\d{1,12})?)\s*[,;\s]\s*(-?\d{1,3}(?:[.]\d{1,12})?)$/.exec(tidy) ?? /^(-?\d{1,3},\d{1,12})\s*[;\s]\s*(-?\d{1,3},\d{1,12})$/.exec(tidy);
  if (!parts) return undefined;
  const [latitude, longitude] = [Number(parts[1]?.replace(',', '.')), Number(parts[2]?.replace(',', '.'))];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

/** To about a metre. */
export const writePosition = (position: Position | null | undefined): string => (position ? `${Number(position.latitude.toFixed(5))}, ${Number(position.longitude.toFixed(5))}` : '');

/** Where this device is; undefined where it does not say within 15 s. */
export async function hereNow(): Promise<Position | undefined> {
  if (!('geolocation' in navigator)) return undefined;
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }), () => resolve(undefined), { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  });
}
