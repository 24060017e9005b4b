import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { addPiece as declared } from '../../contract/specimens.ts';
import { insertPiece, readParts } from '../store/specimens.ts';
import { detailOf, openSpecimen, problem, tell } from './act.ts';

/** Blocks are lettered within the specimen, slides numbered within their block: 24001-A-1. */
export async function addPiece(context: CommandContext, { id, kind, parentId, note }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await openSpecimen(context, { id, party: 'laboratory' });
  if (row.part !== 'pathology') throw problem('laboratory.not-pathology');
  if (!['received', 'analysing', 'resulted', 'stored'].includes(row.state)) throw problem('laboratory.wrong-state');
  const { pieces } = await readParts(context.tx, id);
  const parent = pieces.find((piece) => piece.id === parentId && piece.kind === 'block');
  if (kind === 'slide' && parent === undefined) throw problem('laboratory.parent-unknown');
  const count = pieces.filter((piece) => piece.kind === kind && (kind === 'block' || piece.parentId === parent?.id)).length + 1;
  const code = kind === 'block' ? `${row.tubeCode}-${letterOf(count)}` : `${parent!.code}-${count}`;
  await insertPiece(context.tx, { id: context.newId(), specimen: row, kind, code, parentId: kind === 'slide' ? parent!.id : null, note: note ?? null, at: context.now, byName: context.subject.name });
  tell(context, row, { event: 'laboratory.piece-added' });
  return detailOf(context.tx, row);
}

/** A … Z, AA, AB … */
const letterOf = (number: number): string => (number > 26 ? letterOf(Math.floor((number - 1) / 26)) : '') + String.fromCharCode(65 + ((number - 1) % 26));
