/** So that viewers of like sizes share one picture. Below the first lie the small streams of cameras: none of them has to be made smaller still. */
const steps = [576, 720, 1_080, 1_440, 2_160] as const;
/** The hub takes what fits below: a picture half as large again as its place looks better than a smaller one enlarged. */
const generous = 1.5;
/** More pixels than that are not told apart on a phone. */
const densest = 2;

/**
 * Lines a picture of this size has use for.
 * @param box of the element, CSS pixels
 * @param density device pixels a CSS pixel
 * @returns undefined where it has no size yet, or one that nothing is too large for
 */
export function linesNeeded(box: { readonly width: number; readonly height: number }, density: number): number | undefined {
  // A picture is drawn within the box: a high, narrow box needs no more lines than its width gives.
  const lines = Math.min(box.height, box.width * 0.75) * Math.min(densest, density > 0 ? density : 1) * generous;
  return lines > 0 ? steps.find((step) => step >= lines) : undefined;
}
