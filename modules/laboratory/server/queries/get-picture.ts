import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getPicture as declared } from '../../contract/pictures.ts';
import { problem } from '../commands/act.ts';
import { listPictures } from '../store/pictures.ts';
import { openVisible } from './visible-specimen.ts';

export async function getPicture(context: QueryContext, { id, pictureId }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  if ((await openVisible(context, id)).part !== 'pathology') throw problem('laboratory.not-pathology');
  const [picture] = await listPictures(context.sql, { specimenId: id, pictureId });
  if (picture === undefined) throw platformProblem('platform.not-found');
  return { fileName: `${pictureId}.${picture.mediaType === 'image/png' ? 'png' : 'jpg'}`, mediaType: picture.mediaType, contentBase64: picture.content.toString('base64') };
}
