import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';
import { DicomFailure } from '../dicom-failure.ts';

/** What the WebAssembly decoders answer. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly bits: number;
  /** Little-endian samples. */
  readonly bytes: Buffer;
  readonly isSigned: boolean;
  /** Sample by sample, plane after plane. */
  readonly isPlanar: boolean;
}

interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned?: boolean };
  getInterleaveMode?(): number;
  delete?(): void;
}

type WasmModule = Readonly<Record<string, new () => WasmDecoder>>;
type Factory = (options: object) => Promise<WasmModule>;

const CODECS = {
  'jpeg-ls': { script: '@cornerstonejs/codec-charls/decodewasmjs', wasm: '@cornerstonejs/codec-charls/decodewasm', decoder: 'JpegLSDecoder' },
  'jpeg-2000': { script: '@cornerstonejs/codec-openjpeg/decodewasmjs', wasm: '@cornerstonejs/codec-openjpeg/decodewasm', decoder: 'J2KDecoder' },
  htj2k: { script: '@cornerstonejs/codec-openjph/wasmjs', wasm: '@cornerstonejs/codec-openjph/wasm', decoder: 'HTJ2KDecoder' },
} as const;

const loaded = new Map<string, Promise<WasmModule>>();
// The bundle of the worker lies elsewhere than the packages.
const require = createRequire(join(projectRoot(), 'package.json'));

function load(codec: keyof typeof CODECS): Promise<WasmModule> {
  let found = loaded.get(codec);
  if (found === undefined) {
    const { script, wasm } = CODECS[codec];
    const quiet = { print: () => undefined, printErr: () => undefined };
    found = (require(script) as Factory)({ wasmBinary: readFileSync(require.resolve(wasm)), ...quiet });
    loaded.set(codec, found);
  }
  return found;
}

export async function decodeByWasm(codec: keyof typeof CODECS, encoded: Buffer): Promise<Decoded> {
  const module = await load(codec);
  const decoder = new module[CODECS[codec].decoder]!();
  try {
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const bytes = Buffer.from(decoder.getDecodedBuffer());
    if (info.width < 1 || bytes.length === 0) throw new Error('nothing decoded');
    return { width: info.width, height: info.height, samples: info.componentCount, bits: info.bitsPerSample, bytes, isSigned: info.isSigned === true, isPlanar: decoder.getInterleaveMode?.() === 0 && info.componentCount > 1 };
  } catch {
    throw new DicomFailure('malformed', `holds a ${codec} frame that its decoder refuses`);
  } finally {
    decoder.delete?.();
  }
}

interface LosslessDecoder {
  decompress(buffer: ArrayBuffer, offset: number, length: number): ArrayBuffer;
  readonly frame: { readonly dimX: number; readonly dimY: number; readonly precision: number; readonly components: readonly unknown[] };
}

/** JPEG processes 14 and 14 SV1. */
export function decodeJpegLossless(encoded: Buffer): Decoded {
  const { Decoder } = require('jpeg-lossless-decoder-js') as { Decoder: new () => LosslessDecoder };
  const decoder = new Decoder();
  try {
    const copy = encoded.buffer.slice(encoded.byteOffset, encoded.byteOffset + encoded.length) as ArrayBuffer;
    const bytes = Buffer.from(decoder.decompress(copy, 0, copy.byteLength));
    const { dimX, dimY, precision, components } = decoder.frame;
    return { width: dimX, height: dimY, samples: Object.keys(components).filter((key) => key !== '0' || components[0] !== undefined).length, bits: precision, bytes, isSigned: false, isPlanar: false };
  } catch {
    throw new DicomFailure('malformed', 'holds a lossless JPEG frame that its decoder refuses');
  }
}
