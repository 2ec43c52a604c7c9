const names = ['north', 'northEast', 'east', 'southEast', 'south', 'southWest', 'west', 'northWest'] as const;
export type DirectionName = (typeof names)[number];

/** The wind's name nearest to a bearing: degrees clockwise from north, 0..359. */
export function nameOf(degrees: number): DirectionName {
  return names[Math.round(whole(degrees) / 45) % 8] ?? 'north';
}

/** Any angle as a whole bearing 0..359. */
export const whole = (degrees: number): number => ((Math.round(degrees) % 360) + 360) % 360;

/** The bearing from the middle of a compass to a point, x to the right and y down; to the nearest 5 degrees. */
export function bearingTo(x: number, y: number): number {
  return whole(Math.round((Math.atan2(x, -y) * 180) / Math.PI / 5) * 5);
}
