import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { fhirMessages } from './messages.ts';

/** How far a job is; of a job that has not counted yet, only what is done. */
export function SoFar({ done, total }: { done: number; total: number | null }) {
  const say = useText();
  const format = useFormat();
  return total === null ? say(fhirMessages.soFarUncounted, { done: format.number(done) }) : say(fhirMessages.soFar, { done: format.number(done), total: format.number(total) });
}
