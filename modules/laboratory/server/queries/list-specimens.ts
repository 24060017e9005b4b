import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSpecimens as declared } from '../../contract/specimens.ts';
import { cardOf } from '../commands/act.ts';
import { listSpecimenRows, SPECIMEN_SCOPE } from '../store/specimens.ts';

export async function listSpecimens({ sql, gate, about }: QueryContext, { q, part, state, personId, boxId, limit, offset }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const like = q === undefined || q === '' ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const filters = [
    ...(like === undefined ? [] : [{ text: 's.tube_code ilike ? or s.person_name ilike ? or s.kind ilike ?', values: [like, like, like] }]), ...(part === undefined ? [] : [{ text: 's.part = ?', values: [part] }]), ...(state === undefined ? [] : [{ text: 's.state = ?', values: [state] }]),
    ...(personId === undefined ? [] : [{ text: 's.person_id = ?', values: [personId] }]), ...(boxId === undefined ? [] : [{ text: 's.box_id = ?', values: [boxId] }]),
  ];
  const page = await listSpecimenRows(sql, { scope: gate.scope(SPECIMEN_SCOPE), filters, limit, offset });
  // Whose specimens nobody sees here is no entry in anybody's record.
  about({ personId: page.total === 0 ? null : (personId ?? null) });
  return { ...page, rows: page.rows.map(cardOf) };
}
