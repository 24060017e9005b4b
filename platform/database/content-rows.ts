/** Bytes of a row's message before its first column: kind, length, number of columns. */
const ROW_HEAD = 7;

export interface RowColumn {
  readonly name: string;
  readonly parse: (value: string) => unknown;
}

/**
 * A row whose `content` stays the bytes that PostgreSQL sent until somebody asks for the text: what is sent on untouched is never made
 * a string and back (20 resources of 1.5 kB: 350 of 450 µs). A copy of the row has no bytes, so what was changed in it cannot be passed by.
 */
class ContentRow {
  #bytes: Buffer | undefined;

  get content(): string | null {
    return this.#bytes === undefined ? null : this.#bytes.toString('utf8');
  }

  static fill(row: ContentRow, bytes: Buffer): void {
    row.#bytes = bytes;
  }

  static bytesOf(row: object): Buffer | undefined {
    return #bytes in row ? row.#bytes : undefined;
  }
}

/** The UTF-8 bytes of `content`, for a row of a quick statement as it came. */
export const bytesOf = (row: object): Buffer | undefined => ContentRow.bytesOf(row);

/** Makes bytes kept elsewhere the content of a row that came without. */
export const giveBytes = (row: object, bytes: Buffer): void => ContentRow.fill(row as ContentRow, bytes);

/** One row from its message, which begins at `start`. */
export function rowFrom(message: Buffer, columns: readonly RowColumn[], start = 0): object {
  // In one go, with its columns always in the same order: a copy made afterwards would cost as much as all the rest.
  const row = columns.some(({ name }) => name === 'content') ? new ContentRow() : {};
  const values = row as Record<string, unknown>;
  let at = start + ROW_HEAD;
  for (const { name, parse } of columns) {
    const length = message.readInt32BE(at);
    at += 4;
    if (name === 'content') {
      if (length >= 0) ContentRow.fill(row as ContentRow, message.subarray(at, at + length));
    } else if (length < 0) values[name] = null;
    else values[name] = parse(message.toString('utf8', at, at + length));
    if (length > 0) at += length;
  }
  return row;
}
