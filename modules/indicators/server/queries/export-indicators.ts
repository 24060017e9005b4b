import { reportAnswer } from '#platform/documents/answer.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { exportIndicators as operation } from '../../contract/operations.ts';
import { adxOf, aggregateOf, reportOf } from '../rules/exports.ts';
import { getCockpit } from './get-cockpit.ts';

export async function exportIndicators(context: QueryContext, { form, ...asked }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const cockpit = await getCockpit(context, asked);
  if (form === 'pdf' || form === 'sheet') return reportAnswer(reportOf(cockpit), form);
  const [content, mediaType, ending] = form === 'adx' ? [adxOf(cockpit, context.now), 'application/adx+xml', 'xml'] : [JSON.stringify(aggregateOf(cockpit), null, 2), 'application/json', 'json'];
  return { fileName: `indicators-${asked.list}-${cockpit.period}.${ending}`, mediaType, contentBase64: Buffer.from(content).toString('base64') };
}
