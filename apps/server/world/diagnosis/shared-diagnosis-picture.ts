import { crc32, deflateSync } from 'node:zlib';

const [WIDTH, HEIGHT, BOX] = [900, 220, 10] as const;
const PAPER = [255, 250, 248] as const;
const GRID = [245, 205, 200] as const;
const BOLD = [232, 165, 158] as const;
const INK = [30, 30, 40] as const;

/** A rhythm strip on paper, made up: base64 of a PNG. `rate` beats a minute. */
export function drawEcg(rate: number): string {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  const set = (x: number, y: number, colour: readonly number[]): void => {
    if (x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT) pixels.set(colour, (y * WIDTH + x) * 3);
  };
  for (let y = 0; y < HEIGHT; y += 1) for (let x = 0; x < WIDTH; x += 1) set(x, y, x % (BOX * 5) === 0 || y % (BOX * 5) === 0 ? BOLD : x % BOX === 0 || y % BOX === 0 ? GRID : PAPER);
  let before = levelAt(0, rate);
  for (let x = 0; x < WIDTH; x += 1) {
    const now = levelAt(x, rate);
    for (let y = Math.min(before, now); y <= Math.max(before, now); y += 1) for (const thick of [0, 1]) set(x, y + thick, INK);
    before = now;
  }
  return pngOf(pixels).toString('base64');
}

/** PNG of ISO/IEC 15948: header, one compressed block of unfiltered rows, end. */
function pngOf(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // 8 bits a channel, red green blue.
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: HEIGHT }, (_, y) => Buffer.concat([Buffer.from([0]), pixels.subarray(y * WIDTH * 3, (y + 1) * WIDTH * 3)]));
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** 25 mm/s and 10 mm/mV with 5 pixels a millimetre: sums of bells at P, Q, R, S and T. */
const WAVES: readonly (readonly [at: number, width: number, height: number])[] = [[0.16, 0.025, 0.15], [0.27, 0.01, -0.12], [0.3, 0.012, 1.1], [0.335, 0.012, -0.25], [0.52, 0.045, 0.32]];
const PIXELS_A_SECOND = 125;
const PIXELS_A_MILLIVOLT = 50;

function levelAt(x: number, rate: number): number {
  const second = (x / PIXELS_A_SECOND) % (60 / rate);
  const millivolt = WAVES.reduce((sum, [at, width, height]) => sum + height * Math.exp(-((second - at) ** 2) / (2 * width ** 2)), 0);
  return Math.round(HEIGHT * 0.6 - millivolt * PIXELS_A_MILLIVOLT);
}
