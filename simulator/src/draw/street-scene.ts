import { shade } from './canvas.ts';
import type { Canvas, Rgb } from './canvas.ts';
import { paintHouses } from './houses.ts';

/** Scene units: every street is painted 960 x 540 and scaled to the stream's size. */
export const SCENE = { width: 960, height: 540, ground: 352, kerb: 396, road: 402, nearKerb: 520 };
const LEAVES: readonly Rgb[] = [[62, 112, 56], [76, 130, 62], [92, 148, 70], [112, 164, 82]];

/** What does not move: sky, houses, pavement, trees, lamps, wires, road. Day colours. */
export const paintStreet = (canvas: Canvas, random: () => number): void => {
  paintSky(canvas, random);
  paintHouses(canvas, SCENE.ground, random);
  paintGround(canvas, random);
  const first = 70 + random() * 60;
  for (let x = first; x < SCENE.width; x += 290 + random() * 60) paintTree(canvas, x, SCENE.kerb - 8, random);
  paintPole(canvas, first + 170);
  paintPole(canvas, first + 640);
  paintWires(canvas, first + 170, random);
  paintLamp(canvas, first + 420);
  for (let i = 0; i < 3; i += 1) paintParked(canvas, 40 + i * 310 + random() * 240);
};

const paintSky = (canvas: Canvas, random: () => number): void => {
  canvas.gradient(0, 0, SCENE.width, SCENE.ground, [128, 184, 226], [232, 240, 236]);
  for (let i = 0; i < 5; i += 1) {
    const [x, y] = [random() * SCENE.width, 24 + random() * 76];
    for (let puff = 0; puff < 6; puff += 1) canvas.ellipse(x + puff * 20 - 50, y + random() * 10, 24 + random() * 18, 8 + random() * 8, [255, 255, 255], 0.3);
  }
  for (let x = 0; x < SCENE.width; x += 26) canvas.ellipse(x, 236 + random() * 14, 26, 34, [150, 184, 158]);
  canvas.gradient(0, 252, SCENE.width, SCENE.ground - 252, [150, 184, 158], [128, 150, 132]);
};

const paintGround = (canvas: Canvas, random: () => number): void => {
  const { width, ground, kerb, road, nearKerb } = SCENE;
  canvas.gradient(0, ground, width, kerb - ground, [196, 180, 164], [212, 198, 182]);
  for (let y = ground + 10; y < kerb; y += 11) canvas.rect(0, y, width, 0.8, [168, 152, 138]);
  for (let x = -60; x < width + 60; x += 22) canvas.line([[x + 14, ground], [x - 14, kerb]], 0.7, [172, 156, 142]);
  canvas.rect(0, kerb, width, 6, [224, 222, 214]);
  for (let x = 0; x < width; x += 64) canvas.rect(x, kerb, 32, 6, [206, 90, 76]);
  canvas.gradient(0, road, width, nearKerb - road, [104, 106, 110], [84, 86, 92]);
  for (let i = 0; i < 260; i += 1) canvas.ellipse(random() * width, road + random() * (nearKerb - road), 1.6 + random() * 5, 0.7 + random(), [64, 66, 70], 0.2);
  for (let x = -20; x < width; x += 72) canvas.polygon([[x, 456], [x + 38, 456], [x + 36, 460], [x - 3, 460]], [238, 232, 210]);
  for (let bar = 0; bar < 7; bar += 1) canvas.polygon([[640, 408 + bar * 16], [704, 408 + bar * 16], [700, 416 + bar * 16], [634, 416 + bar * 16]], [232, 228, 214], 0.85);
  canvas.rect(0, nearKerb, width, 5, [232, 228, 218]);
  canvas.gradient(0, nearKerb + 5, width, SCENE.height - nearKerb - 5, [196, 182, 166], [184, 168, 152]);
};

const paintTree = (canvas: Canvas, x: number, foot: number, random: () => number): void => {
  const height = 128 + random() * 34;
  canvas.ellipse(x, foot + 2, 58, 7, [60, 56, 52], 0.2);
  canvas.ellipse(x, foot, 14, 4, [110, 88, 68]);
  canvas.polygon([[x - 6, foot], [x + 6, foot], [x + 4, foot - height * 0.62], [x - 4, foot - height * 0.62]], [112, 86, 64]);
  canvas.polygon([[x - 6, foot], [x - 3, foot], [x - 2, foot - height * 0.62], [x - 4, foot - height * 0.62]], [240, 236, 226], 0.25);
  canvas.rect(x - 6, foot - 30, 12, 26, [236, 234, 226]); // lime wash, as city trees have
  canvas.line([[x, foot - height * 0.5], [x - 24, foot - height * 0.78]], 5, [112, 86, 64]);
  canvas.line([[x, foot - height * 0.52], [x + 26, foot - height * 0.8]], 4.4, [104, 80, 60]);
  for (let layer = 0; layer < LEAVES.length; layer += 1) {
    for (let i = 0; i < 20; i += 1) {
      const angle = random() * Math.PI * 2;
      const far = Math.sqrt(random());
      const [dx, dy] = [Math.cos(angle) * far * (56 - layer * 6), Math.sin(angle) * far * (32 - layer * 3)];
      const size = 11 + random() * 9 - layer * 1.6;
      canvas.ellipse(x + dx, foot - height * 0.9 + dy - layer * 4, size * 1.2, size, shade(LEAVES[layer] ?? [80, 130, 60], random() * 0.1 - 0.05));
    }
  }
};

const paintPole = (canvas: Canvas, x: number): void => {
  canvas.polygon([[x - 4, SCENE.kerb - 4], [x + 4, SCENE.kerb - 4], [x + 2.6, 128], [x - 2.6, 128]], [164, 160, 154]);
  canvas.polygon([[x + 1, SCENE.kerb - 4], [x + 4, SCENE.kerb - 4], [x + 2.6, 128], [x + 1, 128]], [136, 132, 128]);
  canvas.rect(x - 22, 138, 44, 4, [120, 116, 112]);
  canvas.rect(x - 18, 158, 36, 3, [120, 116, 112]);
  canvas.rect(x - 8, 250, 16, 24, [122, 128, 132]);
};

const paintWires = (canvas: Canvas, pole: number, random: () => number): void => {
  for (let i = 0; i < 9; i += 1) {
    const [y, sag] = [138 + i * 3.2 + random() * 4, 16 + random() * 16];
    const points = Array.from({ length: 121 }, (_, k) => {
      const part = (((k * 8 - pole) / 470) % 1 + 1) % 1;
      return [k * 8, y + sag * 4 * part * (1 - part)] as const;
    });
    canvas.line(points, 1, [48, 48, 52], 0.75);
  }
};

const paintLamp = (canvas: Canvas, x: number): void => {
  canvas.rect(x - 2, 178, 4, SCENE.kerb - 182, [74, 92, 96]);
  canvas.rect(x - 5, SCENE.kerb - 20, 10, 18, [62, 78, 82]);
  canvas.line([[x, 180], [x + 18, 166], [x + 44, 162]], 3.2, [74, 92, 96]);
  canvas.polygon([[x + 36, 158], [x + 64, 160], [x + 62, 166], [x + 36, 166]], [90, 106, 110]);
  canvas.rect(x + 40, 166, 20, 2.4, [255, 246, 206]);
};

/** A scooter on its stand, before a shop. */
const paintParked = (canvas: Canvas, x: number): void => {
  const y = SCENE.ground + 22;
  canvas.ellipse(x + 16, y + 2, 24, 3, [60, 56, 52], 0.3);
  for (const wheel of [x, x + 32]) {
    canvas.ellipse(wheel, y - 6, 7.5, 7.5, [38, 38, 42]);
    canvas.ellipse(wheel, y - 6, 3.4, 3.4, [150, 152, 156]);
  }
  canvas.polygon([[x + 4, y - 8], [x + 28, y - 8], [x + 36, y - 18], [x + 14, y - 20], [x + 8, y - 12]], [66, 112, 150]);
  canvas.line([[x + 1, y - 8], [x + 4, y - 30]], 3, [52, 92, 128]);
  canvas.line([[x, y - 30], [x + 8, y - 32]], 2, [40, 40, 44]);
  canvas.rect(x + 14, y - 23, 20, 4, [44, 40, 40]);
};
