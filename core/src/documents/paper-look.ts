import { createRequire } from 'node:module';

export const paperSizes = ['A4', 'A5', 'A6'] as const;
export type PaperSize = (typeof paperSizes)[number];

/** Sizes and distances in points (1/72 inch). A smaller sheet is read from nearer, so its letters are smaller, never below 7. */
export interface PaperLook {
  readonly margin: number;
  readonly title: number;
  readonly heading: number;
  readonly body: number;
  readonly small: number;
  readonly gap: number;
}
export const looks: Readonly<Record<PaperSize, PaperLook>> = {
  A4: { margin: 56, title: 26, heading: 15, body: 11.5, small: 9, gap: 12 },
  A5: { margin: 36, title: 19, heading: 12, body: 9.5, small: 7.5, gap: 9 },
  A6: { margin: 22, title: 14, heading: 9.5, body: 8.5, small: 7, gap: 6 },
};

/** Printed by people at home: dark on white, one accent, no ground that drinks ink. */
export const ink = { text: '#1c1917', quiet: '#57534e', line: '#d6d3d1', accent: '#0f766e', light: '#fef3c7', white: '#ffffff' } as const;

export const weights = { regular: '400Regular', medium: '500Medium', bold: '600SemiBold' } as const;
export type Weight = keyof typeof weights;

const { resolve } = createRequire(import.meta.url);

/** File of the typeface, wherever npm has put the package. */
export function fontFile(weight: Weight): string {
  const name = weights[weight];
  return resolve(`@expo-google-fonts/be-vietnam-pro/${name}/BeVietnamPro_${name}.ttf`);
}
