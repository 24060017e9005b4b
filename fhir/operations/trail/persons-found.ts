import { bytesOf } from '#platform/database/content-rows.ts';
import type { FoundRow } from '../../repository/includes.ts';

const MARK = '"Patient/';
const BACKSLASH = 0x5c;
/** Of an id (https://hl7.org/fhir/R4/datatypes.html#id). */
const ID = /^[A-Za-z0-9\-.]{1,64}/;

/** The persons who stand in an answer of several: Patients themselves, and whom the others refer to. Read off the bytes that go out, so that no search pays a column for it. */
export function personsFound(rows: readonly FoundRow[]): ReadonlySet<string> {
  const persons = new Set<string>();
  for (const row of rows) {
    if (row.type === 'Patient') persons.add(row.id);
    else for (const id of idsIn(row)) persons.add(id);
  }
  return persons;
}

function* idsIn(row: FoundRow): Generator<string> {
  const content = bytesOf(row) ?? row.content;
  for (let at = content.indexOf(MARK); at >= 0; at = content.indexOf(MARK, at + 1)) {
    // Within a text the mark of its beginning would be escaped.
    if (content.at(at - 1) === (typeof content === 'string' ? '\\' : BACKSLASH)) continue;
    const start = at + MARK.length;
    const [id] = ID.exec(typeof content === 'string' ? content.slice(start, start + 64) : content.toString('latin1', start, start + 64)) ?? [];
    if (id !== undefined) yield id;
  }
}
