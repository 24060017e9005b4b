/** RFC 4180 with a head line: quoted fields, doubled quotes, line breaks inside quotes; cells are trimmed. */
export function readCsv(text: string): Record<string, string>[] {
  const [head, ...lines] = readLines(text.replace(/^\uFEFF/u, ''));
  if (head === undefined) return [];
  return lines.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
}

function readLines(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (match[0] === '' && cells.length === 0) break;
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
    if (match[3] === ',') continue;
    lines.push(cells);
    cells = [];
    if (match[3] === '') break;
  }
  return lines;
}
