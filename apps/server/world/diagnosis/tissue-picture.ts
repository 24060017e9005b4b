import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 320;
const HEIGHT = 240;

/** A drawing that looks like tissue: pale ground, nuclei, a duct. Made from the seed alone; it shows nobody. */
export function tissuePicture(seed: number, kind: 'gross' | 'slide'): string {
  const random = randomFrom(seed);
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
  return png(pixels).toString('base64');
}

const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

/** Mulberry32: the same seed draws the same picture. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function png(pixels: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2], 8);
  const lines = Buffer.concat(Array.from({ length: HEIGHT }, (_, y) => Buffer.concat([Buffer.from([0]), pixels.subarray(y * WIDTH * 3, (y + 1) * WIDTH * 3)])));
  const chunk = (name: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]);
}
