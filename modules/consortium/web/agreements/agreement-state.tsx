import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Agreement, AgreementState } from '../../contract/agreements.ts';
import { agreementMessages } from './messages.ts';

const TONES: Readonly<Record<AgreementState, Tone>> = { valid: 'done', expiring: 'due', expired: 'overdue', ended: 'neutral', future: 'waiting' };

export function AgreementStateTag({ agreement }: { agreement: Pick<Agreement, 'state' | 'daysLeft'> }) {
  const say = useText();
  const { state, daysLeft } = agreement;
  return <StateTag tone={TONES[state]} text={state === 'expiring' ? say(agreementMessages.expiringIn, { days: daysLeft }) : say(agreementMessages[state])} />;
}
