import type { Study } from '../../contract/schemas.ts';
import { PRESETS, type PresetKey } from './image/windowing.ts';
import type { ViewWindow } from './image/slices.ts';
import type { LayoutKey } from './tools.ts';

/** How a study of a kind is hung up. The first rule that fits counts. */
interface HangingRule {
  readonly modalities: readonly string[];
  /** Words in Body Part Examined or in a description; none = any. */
  readonly words?: RegExp;
  readonly layout: LayoutKey;
  /** With an earlier study of the same kind; `none` = the prior is not hung up by itself. */
  readonly withPrior: LayoutKey | 'none';
  readonly preset?: PresetKey;
}

const HANGING_RULES: readonly HangingRule[] = [
  { modalities: ['CT'], words: /CHEST|LUNG|THORAX|胸|肺/i, layout: '1x1', withPrior: '1x2', preset: 'lung' },
  { modalities: ['CT'], words: /HEAD|BRAIN|SKULL|头|颅|脑/i, layout: '1x1', withPrior: '1x2', preset: 'brain' },
  { modalities: ['CT'], words: /ABDOMEN|PELVIS|LIVER|KIDNEY|腹|盆|肝|肾/i, layout: '1x1', withPrior: '1x2', preset: 'abdomen' },
  { modalities: ['CT'], words: /SPINE|BONE|KNEE|HIP|ANKLE|SHOULDER|EXTREMITY|椎|骨|膝|髋|踝|肩/i, layout: '1x1', withPrior: '1x2', preset: 'bone' },
  { modalities: ['CT'], layout: '1x1', withPrior: '1x2' },
  { modalities: ['MG'], layout: '2x2', withPrior: 'none' },
  { modalities: ['MR'], layout: '2x2', withPrior: '1x2' },
  { modalities: ['DX', 'CR', 'RF', 'PX'], layout: '1x1', withPrior: '1x2' },
  { modalities: ['US', 'ES', 'XA', 'NM', 'PT', 'OT', 'SC', 'XC'], layout: '1x1', withPrior: 'none' },
];
const ANY: HangingRule = { modalities: [], layout: '1x1', withPrior: 'none' };

export interface Hung {
  readonly layout: LayoutKey;
  readonly withPrior: LayoutKey | 'none';
  readonly window: ViewWindow | undefined;
}

interface SeriesWords {
  readonly modality: string | null;
  readonly bodyPart: string | null;
  readonly description: string | null;
}

/** Presentation states are no pictures: they stand in a list of their own. */
export const isPictured = ({ modality }: { readonly modality: string | null }): boolean => modality !== 'PR';

export function hang(study: Pick<Study, 'description' | 'modalities'>, series: readonly SeriesWords[]): Hung {
  const main = series[0];
  const modality = main?.modality ?? study.modalities[0] ?? '';
  const words = [study.description, main?.bodyPart, main?.description].filter(Boolean).join(' ');
  const rule = HANGING_RULES.find((each) => each.modalities.includes(modality) && (each.words?.test(words) ?? true)) ?? ANY;
  return { layout: rule.layout, withPrior: rule.withPrior, window: PRESETS.find(({ key }) => key === rule.preset)?.window };
}

const momentOf = ({ studyDate, studyTime }: Pick<Study, 'studyDate' | 'studyTime'>): string => `${studyDate ?? ''} ${studyTime ?? ''}`;

/** The latest earlier study of the same kind of device; one with the same description comes first. */
export function findPrior(study: Study, others: readonly Study[]): Study | undefined {
  const earlier = others.filter((each) => momentOf(each) < momentOf(study) && each.modalities.some((modality) => modality !== 'PR' && study.modalities.includes(modality)));
  const byMoment = [...earlier].sort((left, right) => momentOf(right).localeCompare(momentOf(left)));
  return byMoment.find(({ description }) => description !== null && description === study.description) ?? byMoment[0];
}

/** The series of the prior that is most like the one shown. */
export function findLike<Series extends SeriesWords & { instanceCount: number }>(shown: SeriesWords | undefined, offered: readonly Series[]): Series | undefined {
  const score = (each: Series): number => (each.modality === shown?.modality ? 4 : 0) + (each.description === shown?.description ? 2 : 0) + (each.bodyPart === shown?.bodyPart ? 1 : 0);
  return [...offered].sort((left, right) => score(right) - score(left))[0];
}
