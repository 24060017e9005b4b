import type { FileAnswer } from '../../kernel/file-answer.ts';

/** Hands a file of an operation's answer to the browser's downloads. */
export function saveFile({ fileName, mediaType, contentBase64 }: FileAnswer): void {
  const bytes = Uint8Array.from(atob(contentBase64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
