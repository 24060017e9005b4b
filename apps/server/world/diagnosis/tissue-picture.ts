import { encodePng } from '#platform/dicom/pixels/png.ts';
import { seededRandom } from '#platform/kernel/random.ts';

const WIDTH = 320;
const HEIGHT = 240;

/** A drawing that looks like tissue: pale ground, nuclei, a duct. Made from the seed alone; it shows nobody. */
export function tissuePicture(seed: number, kind: 'gross' | 'slide'): string {
  const random = seededRandom(seed);
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  const ground = kind === 'gross' ? [206, 176, 160] : [240, 214, 230];
  for (let at = 0; at < pixels.length; at += 3) for (let channel = 0; channel < 3; channel += 1) pixels[at + channel] = clamp(ground[channel]! + random() * 14 - 7);
  const blob = ([x, y]: readonly [number, number], radius: number, colour: readonly number[]): void => {
    for (let dy = -radius; dy <= radius; dy += 1) for (let dx = -radius; dx <= radius; dx += 1) {
      const [px, py] = [Math.round(x + dx), Math.round(y + dy)];
      if (dx * dx + dy * dy > radius * radius || px < 0 || py < 0 || px >= WIDTH || py >= HEIGHT) continue;
      for (let channel = 0; channel < 3; channel += 1) pixels[(py * WIDTH + px) * 3 + channel] = clamp(colour[channel]! + random() * 20 - 10);
    }
  };
  if (kind === 'gross') {
    blob([WIDTH / 2, HEIGHT / 2], 92, [168, 116, 104]);
    blob([WIDTH / 2 + 12, HEIGHT / 2 - 6], 34, [222, 214, 204]);
  } else {
    for (let ring = 0; ring < 2; ring += 1) for (let step = 0; step < 46; step += 1) blob([WIDTH * (0.32 + ring * 0.38) + Math.cos(step) * (38 + ring * 8), HEIGHT / 2 + Math.sin(step) * (34 + ring * 9)], 5, [96, 62, 132]);
    for (let cell = 0; cell < 160; cell += 1) blob([random() * WIDTH, random() * HEIGHT], 2 + Math.round(random() * 2), [122, 88, 156]);
  }
  return encodePng({ data: pixels, width: WIDTH, height: HEIGHT, channels: 3 }).toString('base64');
}

const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));
