import type { GreyFrame, Samples } from './windowing.ts';
import type { PixelForm } from './slices.ts';

/** Stored values of an uncompressed little-endian frame; bits outside of the stored ones are dropped (PS3.5 §8.1.1). */
export function greyFrame(bytes: ArrayBuffer, pixels: PixelForm): GreyFrame {
  const values = settled(viewOf(bytes, pixels), pixels);
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (values.length === 0) [low, high] = [0, 0];
  return { kind: 'grey', values, low, high, byteCount: values.byteLength };
}

function viewOf(bytes: ArrayBuffer, { bitsAllocated, isSigned, isFloat }: PixelForm): Samples {
  const count = Math.floor(bytes.byteLength / (bitsAllocated / 8));
  if (isFloat) return bitsAllocated === 64 ? new Float64Array(bytes, 0, count) : new Float32Array(bytes, 0, count);
  if (bitsAllocated === 8) return isSigned ? new Int8Array(bytes, 0, count) : new Uint8Array(bytes, 0, count);
  if (bitsAllocated === 16) return isSigned ? new Int16Array(bytes, 0, count) : new Uint16Array(bytes, 0, count);
  return isSigned ? new Int32Array(bytes, 0, count) : new Uint32Array(bytes, 0, count);
}

function settled(values: Samples, { bitsAllocated, bitsStored, highBit, isSigned, isFloat }: PixelForm): Samples {
  if (isFloat || bitsAllocated > 16 || bitsStored === bitsAllocated) return values;
  const left = 31 - highBit;
  const right = 32 - bitsStored;
  for (let index = 0; index < values.length; index += 1) {
    const raised = values[index]! << left;
    values[index] = isSigned ? raised >> right : raised >>> right;
  }
  return values;
}
