const CHUNK = 32_768;

/** Bytes as base64, as a JSON body carries them. */
export function base64OfBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return btoa(parts.join(''));
}

export const base64OfFile = async (file: Blob): Promise<string> => base64OfBytes(new Uint8Array(await file.arrayBuffer()));
