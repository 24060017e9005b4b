import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { scaledText } from '#platform/kernel/decimal.ts';
import type { PackContent } from '../../contract/pack-content.ts';
import type { getSettlementCase as operation, SettlementCase } from '../../contract/runs.ts';
import { stagesOf, stayDays } from '../rules/case-extras.ts';
import { figuresFrom, withFormula, type BareFigure, type FigureRequest } from '../rules/figures.ts';
import { found } from '../rules/found.ts';
import { findCase } from '../store/cases.ts';
import { findPack } from '../store/packs.ts';
import { findPointValue } from '../store/runs.ts';

/** The case with every number opened to its formula and inputs. */
export async function getSettlementCase({ sql, gate, about }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const given = found(await findCase(sql, id));
  gate.requireOrganisation(given.organisationId);
  about({ organisationId: given.organisationId });
  const pack = found(await findPack(sql, given.packId));
  const pointValue = (await findPointValue(sql, pack.id)) ?? pack.content.advance?.pointValue;
  const requests = [...scoreRequests(given, pack.content), moneyRequest(given, pointValue)];
  const figures: BareFigure[] = [];
  for (const request of requests) {
    if (!request) continue;
    const figured = figuresFrom({ ...request, organisationId: given.organisationId, packVersion: pack.version });
    if (figured.status === 'SETTLED') figures.push(...figured.figures);
  }
  return { case: given, figures: figures.map(withFormula) };
}

type Request = Omit<FigureRequest, 'organisationId' | 'packVersion'>;

function scoreRequests(given: SettlementCase, content: PackContent): readonly Request[] {
  const { groups, institutions, parameters } = content;
  const group = groups.find((each) => each.group === given.groupCode);
  const institution = institutions.find((each) => each.institution === given.organisationId);
  if (!institution) return [];
  const factors = { institution_coefficient: group?.primary === true ? '1' : institution.coefficient, ...(given.auxiliary === null ? {} : { auxiliary_coefficient: given.auxiliary }) };
  if (given.stayScore !== null) return stayRequests(given, { content, stayScore: given.stayScore, factors });
  if (group?.rw === undefined) return [];
  const isDraft = parameters['special'] !== undefined;
  return [{
    formula: isDraft ? 'dip_case_score_v3_draft' : 'dip_case_score_v2',
    names: { score: 'score', band: 'band' },
    inputs: { rw: group.rw, group_average: group.average, case_cost: scaledText(BigInt(given.costFen), 2), ...factors, low: parameters['low'], ...(isDraft ? { special: parameters['special'] } : { high: parameters['high'] }) },
  }];
}

/** Points of the days first, where the parameters have stages; then what the institution gets for them. */
function stayRequests({ groupCode, admittedOn, dischargedOn }: SettlementCase, { content, stayScore, factors }: { content: PackContent; stayScore: string; factors: Readonly<Record<string, string>> }): readonly Request[] {
  const stages = stagesOf(content, groupCode);
  const days = stages === undefined || admittedOn === null ? [] : [{ formula: 'per_diem', names: { payment: 'stayScore' }, inputs: { days: String(stayDays(admittedOn, dischargedOn)), stages } }];
  return [...days, { formula: 'per_diem_case_score', names: { score: 'score' }, inputs: { stay_score: stayScore, ...factors } }];
}

function moneyRequest(given: SettlementCase, pointValue: string | undefined): Request | undefined {
  if (pointValue === undefined) return undefined;
  return { formula: 'dip_payment', names: { payment: 'payment', profit: 'profit' }, inputs: { score: given.finalScore, point_value: pointValue, case_cost: scaledText(BigInt(given.costFen), 2) } };
}
