import { shade } from './canvas.ts';
import type { Canvas, Rgb } from './canvas.ts';
import { paintText, textWidth } from './font.ts';
import { pick } from './random.ts';

const WALLS: readonly [Rgb, ...Rgb[]] = [[246, 222, 160], [238, 205, 128], [196, 222, 210], [188, 210, 228], [243, 208, 196], [244, 238, 222], [220, 226, 196], [232, 196, 170]];
const SHUTTERS: readonly [Rgb, ...Rgb[]] = [[52, 110, 92], [58, 98, 138], [128, 82, 52], [88, 120, 70]];
const AWNINGS: readonly [Rgb, ...Rgb[]] = [[196, 62, 54], [44, 118, 104], [222, 132, 44], [46, 92, 152]];
const SIGNS = ['PHỞ BÒ', 'CÀ PHÊ', 'TẠP HÓA', 'SỬA XE', 'CƠM TẤM', 'BÁNH MÌ', 'NHÀ THUỐC', 'CẮT TÓC', 'TRÀ SỮA', 'MAY ĐO', 'HOA TƯƠI', 'BÚN CHẢ'] as const;
const LEAF: Rgb = [72, 128, 62];
const GLASS: Rgb = [92, 122, 138];
const IRON: Rgb = [70, 72, 78];

/** A row of tube houses: narrow fronts, four or five floors, balconies, a shop below. Their feet stand at `ground`. */
export const paintHouses = (canvas: Canvas, ground: number, random: () => number): void => {
  let sign = Math.floor(random() * SIGNS.length);
  for (let x = -30 + random() * 20; x < 960;) {
    const width = 84 + random() * 48;
    paintHouse(canvas, x, width, ground, SIGNS[sign % SIGNS.length] ?? '', random);
    sign += 1;
    x += width;
    if (random() < 0.12) x += 16 + random() * 8; // an alley
  }
};

const paintHouse = (canvas: Canvas, x: number, width: number, ground: number, sign: string, random: () => number): void => {
  const wall = pick(WALLS, random);
  const shutter = pick(SHUTTERS, random);
  const floors = 2 + Math.floor(random() * 3);
  const shop = 72;
  const floor = 50 + random() * 8;
  const top = ground - shop - floors * floor;
  canvas.rect(x, top, width, ground - top, wall);
  canvas.rect(x + width - 5, top, 5, ground - top, shade(wall, -0.14));
  canvas.rect(x, top, 2, ground - top, shade(wall, 0.3));
  paintRoof(canvas, x, width, top, wall, random);
  for (let i = 0; i < floors; i += 1) paintFloor(canvas, x, width, top + i * floor, floor, wall, shutter, random);
  paintShop(canvas, x, width, ground - shop, shop, sign, random);
};

const paintRoof = (canvas: Canvas, x: number, width: number, top: number, wall: Rgb, random: () => number): void => {
  const kind = random();
  if (kind < 0.35) {
    canvas.polygon([[x - 4, top + 2], [x + width * 0.5, top - 30], [x + width + 4, top + 2]], [178, 84, 60]);
    canvas.polygon([[x + width * 0.5, top - 30], [x + width + 4, top + 2], [x + width * 0.62, top + 2]], [154, 70, 52]);
    canvas.ellipse(x + width / 2, top - 9, 5, 5, shade(wall, 0.4));
    return;
  }
  canvas.rect(x - 2, top - 5, width + 4, 7, shade(wall, -0.2));
  if (kind < 0.75) { // the stainless water tank every roof has
    const at = x + width * (0.2 + random() * 0.4);
    canvas.rect(at + 3, top - 12, 2, 8, IRON);
    canvas.rect(at + 27, top - 12, 2, 8, IRON);
    canvas.rect(at, top - 28, 32, 17, [176, 184, 190]);
    canvas.rect(at, top - 25, 32, 4, [214, 220, 224]);
    canvas.ellipse(at, top - 19.5, 3, 8.5, [150, 158, 166]);
  } else {
    canvas.rect(x + 6, top - 22, width - 12, 4, [112, 132, 152]);
    for (let post = x + 10; post < x + width - 8; post += 22) canvas.rect(post, top - 20, 2, 16, IRON);
  }
  for (let i = 0; i < 4; i += 1) canvas.ellipse(x + 8 + random() * (width - 16), top - 7, 5, 5, shade(LEAF, random() * 0.3 - 0.15));
};

const paintFloor = (canvas: Canvas, x: number, width: number, y: number, height: number, wall: Rgb, shutter: Rgb, random: () => number): void => {
  canvas.rect(x, y + height - 4, width, 4, shade(wall, -0.16));
  const door = width * 0.42;
  const left = x + (width - door) / 2;
  canvas.rect(left - 3, y + 5, door + 6, height - 9, shade(wall, 0.45));
  canvas.rect(left, y + 8, door, height - 12, GLASS);
  canvas.polygon([[left, y + 8], [left + door * 0.5, y + 8], [left, y + height * 0.6]], shade(GLASS, 0.25));
  canvas.rect(left, y + 8, door * 0.22, height - 12, shutter);
  canvas.rect(left + door * 0.78, y + 8, door * 0.22, height - 12, shutter);
  for (let slat = y + 11; slat < y + height - 6; slat += 4) {
    canvas.rect(left + 1, slat, door * 0.22 - 2, 1, shade(shutter, -0.25));
    canvas.rect(left + door * 0.78 + 1, slat, door * 0.22 - 2, 1, shade(shutter, -0.25));
  }
  if (random() < 0.35) {
    canvas.rect(x + 5, y + 12, 16, 11, [226, 228, 226]);
    canvas.ellipse(x + 11, y + 17.5, 4, 4, [150, 156, 158]);
  }
  if (random() < 0.25) return;
  const rail = y + height - 20;
  for (let bar = x + 6; bar < x + width - 6; bar += 4) canvas.rect(bar, rail, 1.2, 17, IRON, 0.85);
  canvas.rect(x + 4, rail - 1, width - 8, 2.4, IRON);
  canvas.rect(x + 2, y + height - 5, width - 4, 5, shade(wall, -0.26));
  for (let i = 0; i < 3; i += 1) {
    if (random() < 0.4) continue;
    const at = x + 10 + random() * (width - 20);
    canvas.rect(at - 4, rail + 8, 8, 8, [168, 92, 62]);
    canvas.ellipse(at, rail + 4, 6, 7, shade(LEAF, random() * 0.3 - 0.1));
    if (random() < 0.5) canvas.ellipse(at + 2, rail + 2, 2, 2, [226, 74, 112]);
  }
};

const paintShop = (canvas: Canvas, x: number, width: number, y: number, height: number, sign: string, random: () => number): void => {
  const board = pick(AWNINGS, random);
  const open = random() < 0.72;
  canvas.rect(x, y, width, height, [206, 196, 178]);
  canvas.rect(x + 6, y + 22, width - 12, height - 22, open ? [58, 50, 46] : [150, 158, 160]);
  if (open) {
    for (let shelf = 0; shelf < 3; shelf += 1) {
      for (let at = x + 10; at < x + width - 14; at += 7) {
        const colour: Rgb = [120 + random() * 110, 90 + random() * 100, 60 + random() * 90];
        canvas.rect(at, y + 38 + shelf * 12 - random() * 3, 5.5, 6, colour);
      }
    }
    canvas.ellipse(x + width / 2, y + 32, 4, 3, [255, 236, 170]);
    canvas.ellipse(x + width / 2, y + 34, 26, 12, [255, 226, 150], 0.16);
  } else for (let line = y + 24; line < y + height; line += 4) canvas.rect(x + 6, line, width - 12, 1, [118, 126, 130]);
  canvas.rect(x + 3, y - 4, width - 6, 23, board);
  canvas.rect(x + 3, y - 4, width - 6, 1.5, shade(board, 0.25));
  const cell = Math.min(1.5, (width - 16) / textWidth(sign, 1));
  paintText(canvas, sign, x + (width - textWidth(sign, cell)) / 2, y + 4, cell, [255, 248, 224]);
  const stripe = 8;
  for (let at = 0, i = 0; at < width - 8; at += stripe, i += 1) {
    const end = Math.min(width - 8, at + stripe);
    const colour = i % 2 === 0 ? board : ([246, 240, 226] as const);
    canvas.polygon([[x + 4 + at, y + 20], [x + 4 + end, y + 20], [x + 4 + end + (end / width) * 8 - 4, y + 34], [x + 4 + at + (at / width) * 8 - 4, y + 34]], colour);
  }
  canvas.rect(x, y + 34, width, 5, [40, 34, 32], 0.22);
};
