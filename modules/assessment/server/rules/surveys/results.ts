import { add, divide, exact, toDecimal, ZERO } from '#platform/kernel/decimal.ts';
import { channels, type Channel, type QuestionnaireContent, type SurveyResult } from '../../../contract/surveys.ts';
import { hideSmall } from './small-cells.ts';

interface Tally {
  readonly organisationId: string;
  readonly channel: Channel;
  readonly answered: number;
  readonly valid: number;
  readonly sum: string;
}

interface Summed {
  readonly key: string;
  readonly answered: number;
  readonly valid: number;
  readonly sum: string;
}

function sumBy(tallies: readonly Tally[], keys: readonly string[], keyOf: (tally: Tally) => string): Summed[] {
  return keys.map((key) => {
    const own = tallies.filter((tally) => keyOf(tally) === key);
    return {
      key, answered: own.reduce((sum, { answered }) => sum + answered, 0), valid: own.reduce((sum, { valid }) => sum + valid, 0),
      sum: toDecimal(own.reduce((sum, tally) => add(sum, exact(tally.sum)), ZERO), 2),
    };
  });
}

const HIDDEN: SurveyResult = { valid: null, sum: null, mean: null };

/** Numerator and denominator, and their quotient; hidden where too few answered. */
function resultsOf(parts: readonly Summed[], cellMin: number): SurveyResult[] {
  const shown = hideSmall(parts.map(({ valid }) => valid), cellMin);
  return parts.map(({ valid, sum }, index) => (shown[index] === null ? HIDDEN : { valid, sum, mean: valid === 0 ? null : toDecimal(divide(exact(sum), exact(valid)), 2) }));
}

export interface Asked {
  readonly organisationId: string;
  readonly channel: Channel;
  readonly asked: number;
}

/** Response and results of a survey, by site and by channel. */
export function summarise({ tallies, asked, siteIds, cellMin }: { tallies: readonly Tally[]; asked: readonly Asked[]; siteIds: readonly string[]; cellMin: number }) {
  const askedOf = (is: (row: Asked) => boolean): number => asked.filter(is).reduce((sum, row) => sum + row.asked, 0);
  const bySite = sumBy(tallies, siteIds, ({ organisationId }) => organisationId);
  const byChannel = sumBy(tallies, channels, ({ channel }) => channel);
  const [siteResults, channelResults] = [resultsOf(bySite, cellMin), resultsOf(byChannel, cellMin)];
  return {
    all: resultsOf(sumBy(tallies, ['all'], () => 'all'), cellMin)[0]!,
    sites: bySite.map(({ key, answered }, index) => ({ organisationId: key, answered, asked: askedOf(({ organisationId }) => organisationId === key), result: siteResults[index]! })),
    channels: byChannel.map(({ key, answered }, index) => ({ channel: key as Channel, answered, asked: askedOf(({ channel }) => channel === key), result: channelResults[index]! })),
  };
}

/** How often each answer was given, over all sites; free words are not shown here. */
export function answersOf({ questions }: QuestionnaireContent, counted: readonly { questionId: string; answer: string; count: number }[], cellMin: number) {
  return questions.flatMap((question) => {
    if (question.kind === 'text') return [];
    const choices = question.kind === 'scale'
      ? Array.from({ length: question.steps }, (_, index) => ({ answer: String(index + 1), title: { zh: `${index + 1} 分`, en: String(index + 1) } }))
      : question.options.map(({ id, title }) => ({ answer: id, title }));
    const counts = hideSmall(choices.map(({ answer }) => counted.find((row) => row.questionId === question.id && row.answer === answer)?.count ?? 0), cellMin);
    return [{ questionId: question.id, answers: choices.map((choice, index) => ({ ...choice, count: counts[index]! })) }];
  });
}
