/** Cells of the grid a scene is told by. */
const columns = 32;
const rows = 18;
/** Two slopes a cell, to the right and downwards, each -1, 0 or 1, four to a byte. */
export const signatureBytes = (columns * rows * 2) / 4;
/** A slope of so many levels from cell to cell is one; less is noise. */
const leastSlope = 4;
/** Fewer slopes than these tell no scene: a wall, a fog. */
export const fewSlopes = 24;

/** Where a scene gets brighter and darker, and nothing else: a difference hash of 288 bytes. */
export type SceneSignature = Int8Array;

/** Pure. */
export function signatureOf(gray: Uint8Array, width: number, height: number): SceneSignature {
  const cells = cellMeans(gray, width, height);
  const slopes = new Int8Array(columns * rows * 2);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const at = y * columns + x;
      const here = cells[at]!;
      slopes[at * 2] = x + 1 < columns ? slope(cells[at + 1]! - here) : 0;
      slopes[at * 2 + 1] = y + 1 < rows ? slope(cells[at + columns]! - here) : 0;
    }
  }
  return slopes;
}
const slope = (step: number): number => (Math.abs(step) < leastSlope ? 0 : Math.sign(step));

function cellMeans(gray: Uint8Array, width: number, height: number): Float64Array {
  const [w, h] = [width / columns, height / rows];
  const means = new Float64Array(columns * rows);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) means[Math.floor(y / h) * columns + Math.floor(x / w)]! += gray[y * width + x]!;
  return means.map((sum) => sum / (w * h));
}

export function slopesIn(signature: SceneSignature): number {
  let count = 0;
  for (const each of signature) if (each !== 0) count += 1;
  return count;
}

/** 1: the same scene; about 0: another. Undefined where one of them has too little in it to tell. */
export function likeness(a: SceneSignature, b: SceneSignature): number | undefined {
  const [inA, inB] = [slopesIn(a), slopesIn(b)];
  if (Math.min(inA, inB) < fewSlopes) return undefined;
  let agree = 0;
  for (let at = 0; at < a.length; at += 1) agree += a[at]! * b[at]!;
  return agree / Math.sqrt(inA * inB);
}

export function packed(signature: SceneSignature): Buffer {
  const bytes = Buffer.alloc(signatureBytes);
  for (let at = 0; at < signature.length; at += 1) bytes[at >> 2]! |= (signature[at]! + 1) << ((at & 3) * 2);
  return bytes;
}
export function unpacked(bytes: Uint8Array): SceneSignature {
  return Int8Array.from({ length: columns * rows * 2 }, (_, at) => ((bytes[at >> 2]! >> ((at & 3) * 2)) & 3) - 1);
}

/** What most of some looks at one scene have in common: whoever passes through is not in it. */
export function common(looks: readonly SceneSignature[]): SceneSignature {
  const most = looks.length / 2;
  return Int8Array.from({ length: columns * rows * 2 }, (_, at) => {
    let [up, down] = [0, 0];
    for (const look of looks) {
      if (look[at]! > 0) up += 1;
      else if (look[at]! < 0) down += 1;
    }
    return up > most ? 1 : down > most ? -1 : 0;
  });
}
