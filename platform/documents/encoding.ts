/**
 * Character set of a text: by its byte order mark, else UTF-8 unless the bytes are not: then GB18030, which hospital
 * systems of before write. `isPart` says that more bytes follow, so that a character cut at the end is no fault.
 */
export function encodingOf(bytes: Uint8Array, isPart = false): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isPart });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

/** The text without its byte order mark. */
export function textOf(bytes: Uint8Array): { text: string; encoding: string } {
  const encoding = encodingOf(bytes);
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}
