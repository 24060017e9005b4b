import { chinaDate } from '#platform/kernel/period.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { drawSample as operation } from '../../../contract/quality.ts';
import { drawOf } from '../../rules/sample.ts';
import { findPlan, insertSecondReadings, listIssuedOf } from '../../store/quality.ts';
import { problem } from '../act/act-context.ts';

const PERCENT = 5;

/** The share that the plan of the centre says (5 without a plan); reports drawn before are not drawn again. */
export async function drawSample(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  const plan = await findPlan(context.tx, { ...input, on: chinaDate(context.now) });
  const issued = await listIssuedOf(context.tx, input);
  const already = new Set(issued.filter((each) => each.drawn).map((each) => each.orderId));
  const chosen = new Set(drawOf(issued.map((each) => each.orderId), { percent: plan?.samplePercent ?? PERCENT, month: input.month, already }));
  if (chosen.size === 0) throw problem('shared-diagnosis.nothing-to-sample');
  const drawn = await insertSecondReadings(context.tx, issued.filter((each) => chosen.has(each.orderId)).map((each) => ({ id: context.newId(), organisationId: input.organisationId, orderId: each.orderId, kind: input.kind, modality: each.modality, month: input.month, drawnAt: context.now, firstPositive: each.positive })));
  context.emit('shared-diagnosis.sample-drawn', { kind: input.kind, month: input.month, drawn }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `SecondReading/${input.month}` });
  return { drawn, eligible: issued.length, already: already.size };
}
