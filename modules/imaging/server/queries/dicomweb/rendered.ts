import type { RenderOptions, Viewport, Window } from '#platform/dicom/pixels/render.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import type { Address } from '../../store/studies.ts';
import { findVisible, type Dicomweb } from './access.ts';
import { chooseType } from './accept.ts';
import { decoded, frameNumbers } from './wado.ts';

const problem = problemsOf(contract.problems);
const SIDE_MAX = 8_192;
const THUMBNAIL_SIDE = 128;
const invalid = (path: string): Error => platformProblem('platform.invalid-input', [{ path, message: { zh: '参数格式有误', en: 'The parameter is malformed' } }]);

/** PS3.18 §8.3.5 and §10.4.1.1.3: a picture of one frame; of a study or series the middle one. */
export async function retrieveRendered(dicomweb: Dicomweb, address: Address, { frame, isThumbnail = false }: { frame?: string; isThumbnail?: boolean }): Promise<unknown> {
  const { request, reply, files } = dicomweb;
  const rows = (await findVisible(dicomweb, address)).filter(({ frameCount }) => frameCount !== null);
  if (rows.length === 0) throw problem('imaging.no-frame');
  const format = chooseType(request, ['image/jpeg', 'image/png'] as const);
  const row = rows[Math.floor((rows.length - 1) / 2)]!;
  const number = frame === undefined ? Math.max(1, Math.ceil((row.frameCount ?? 1) / 2)) : frameNumbers(frame, row.frameCount ?? 0)[0]!;
  const asked = optionsOf(request.query as Record<string, unknown>);
  const viewport = isThumbnail ? (asked.viewport ?? { width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE }) : asked.viewport;
  const options: RenderOptions = { ...asked, frame: number, format, ...(viewport === undefined ? {} : { viewport }) };
  const bytes = await files.bytes(row);
  const picture = await decoded(() => files.pixels.run(bytes, { kind: 'render', options }));
  return reply.type(format).header('cache-control', 'no-store').send(picture);
}

function optionsOf({ window, viewport, quality }: Record<string, unknown>): Pick<RenderOptions, 'window' | 'viewport' | 'quality'> {
  return {
    ...(window === undefined ? {} : { window: windowOf(String(window)) }),
    ...(viewport === undefined ? {} : { viewport: viewportOf(String(viewport)) }),
    ...(quality === undefined ? {} : { quality: inRange(Number(quality), 'quality', [1, 100]) }),
  };
}

function windowOf(text: string): Window {
  const [centre, width, shape = 'linear'] = text.split(',');
  const named = shape.toLowerCase();
  if (named !== 'linear' && named !== 'linear-exact' && named !== 'sigmoid') throw invalid('window');
  const [middle, span] = [Number(centre), Number(width)];
  if (centre === '' || !Number.isFinite(middle) || !Number.isFinite(span) || span <= 0 || (named === 'linear' && span < 1)) throw invalid('window');
  return { centre: middle, width: span, shape: named };
}

function viewportOf(text: string): Viewport {
  const numbers = text.split(',').map((each) => (each === '' ? Number.NaN : Number(each)));
  if (numbers.length !== 2 && numbers.length !== 6) throw invalid('viewport');
  const [width, height, x, y, sourceWidth, sourceHeight] = numbers as [number, number, number, number, number, number];
  const size = { width: inRange(width, 'viewport', [1, SIDE_MAX]), height: inRange(height, 'viewport', [1, SIDE_MAX]) };
  if (numbers.length === 2) return size;
  const source = { x: inRange(x, 'viewport', [0, 65_535]), y: inRange(y, 'viewport', [0, 65_535]), width: inRange(sourceWidth, 'viewport', [1, 65_535]), height: inRange(sourceHeight, 'viewport', [1, 65_535]) };
  return { ...size, source };
}

function inRange(value: number, path: string, [low, high]: readonly [number, number]): number {
  if (!Number.isFinite(value) || value < low || value > high) throw invalid(path);
  return value;
}
