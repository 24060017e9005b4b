import { createHash } from 'node:crypto';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { addPicture as declared } from '../../contract/pictures.ts';
import { hasRoom, insertPicture } from '../store/pictures.ts';
import { readParts } from '../store/specimens.ts';
import { detailOf, openSpecimen, problem, tell } from './act.ts';

/** A photograph of the gross specimen or a field of a slide, for the report. */
export async function addPicture(context: CommandContext, { id, kind, pieceId, caption, base64 }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, now, subject, newId } = context;
  const row = await openSpecimen(context, { id, party: 'laboratory' });
  if (row.part !== 'pathology') throw problem('laboratory.not-pathology');
  if (!['received', 'analysing', 'resulted', 'stored'].includes(row.state)) throw problem('laboratory.wrong-state');
  if (kind === 'slide' && !(await readParts(tx, id)).pieces.some((piece) => piece.id === pieceId)) throw problem('laboratory.piece-unknown');
  const content = Buffer.from(base64, 'base64');
  const mediaType = mediaTypeOf(content);
  if (mediaType === undefined) throw problem('laboratory.no-picture');
  if (!(await hasRoom(tx, id))) throw problem('laboratory.pictures-full');
  const isNew = await insertPicture(tx, {
    id: newId(), specimenId: id, organisationId: row.laboratoryOrganisationId, kind, pieceId: kind === 'slide' ? pieceId! : null, caption, mediaType, content, sha256: createHash('sha256').update(content).digest('hex'), at: now, by: subject,
  });
  if (!isNew) throw problem('laboratory.picture-taken');
  tell(context, row, { event: 'laboratory.picture-added', more: { kind } });
  return detailOf(tx, row);
}

/** By the first bytes, whatever the name says. */
function mediaTypeOf(bytes: Buffer): 'image/jpeg' | 'image/png' | undefined {
  if (bytes.length > 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  return bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) ? 'image/png' : undefined;
}
