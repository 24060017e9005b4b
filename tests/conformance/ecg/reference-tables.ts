import { readFileSync } from 'node:fs';

/** Samples by lead, in units of the device, from a CSV with a head line or an EDF. */
export function readTable(path: string): Map<string, number[]> {
  return /\.edf$/i.test(path) ? readEdf(readFileSync(path)) : readCsv(readFileSync(path, 'latin1'));
}

function readCsv(text: string): Map<string, number[]> {
  const lines = text.split(/\r?\n/).map((line) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''))).filter((cells) => cells.some((cell) => cell !== ''));
  const head = lines.findIndex((cells) => cells.some((cell) => /^(lead[ _]*)?(II|aVR|V1)$/i.test(cell)));
  if (head < 0) return new Map();
  const names = lines[head]!.map((cell) => cell.replace(/^lead[ _]*/i, ''));
  const rows = lines.slice(head + 1).filter((cells) => cells.every((cell) => cell === '' || Number.isFinite(Number(cell))));
  return new Map(names.flatMap((name, column) => (/^(I{1,3}|aV[RLF]|V[1-9])$/i.test(name) ? [[name, rows.map((cells) => Number(cells[column]))] as const] : [])));
}

/** European Data Format: a head of 256 bytes, 256 for each signal, then records of 16-bit samples, signal after signal. */
function readEdf(bytes: Buffer): Map<string, number[]> {
  const field = (at: number, length: number): string => bytes.toString('latin1', at, at + length).trim();
  const signals = Number(field(252, 4));
  const records = Number(field(236, 8));
  const labels = Array.from({ length: signals }, (_, index) => field(256 + index * 16, 16));
  const counts = Array.from({ length: signals }, (_, index) => Number(field(256 + signals * 216 + index * 8, 8)));
  const values = labels.map((): number[] => []);
  let at = Number(field(184, 8));
  for (let record = 0; record < records; record += 1) counts.forEach((count, signal) => {
    for (let index = 0; index < count && at + 2 <= bytes.length; index += 1, at += 2) values[signal]!.push(bytes.readInt16LE(at));
  });
  return new Map(labels.flatMap((label, index) => {
    const name = label.replace(/^(ECG|EKG|lead)[ _]*/i, '');
    return /^(I{1,3}|aV[RLF]|V[1-9])$/i.test(name) ? [[name, values[index]!] as const] : [];
  }));
}
