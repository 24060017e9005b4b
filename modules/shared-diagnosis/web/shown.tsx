import type { Text } from '#platform/kernel/problem.ts';
import type { Tone } from '#platform/web/state/state-tag.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { OrderCard } from '../contract/orders.ts';
import type { CriticalState, OrderState } from '../contract/states.ts';
import { ORDER_STATES } from '../contract/states.ts';
import type { Priority } from '../contract/words.ts';
import { PRIORITIES } from '../contract/words.ts';
import { messages } from './messages.ts';

export const choicesOf = (table: Readonly<Record<string, Text>>, keys: readonly string[] = Object.keys(table)) => keys.map((value) => ({ value, label: table[value] ?? { zh: value, en: value } }));
/** For fields of forms, in the language of the person. */
export const optionsOf = (table: Readonly<Record<string, Text>>, say: (text: Text) => string, keys?: readonly string[]) => choicesOf(table, keys).map(({ value, label }) => ({ value, label: say(label) }));

const PRIORITY_TONE: Readonly<Record<Priority, Tone>> = { emergency: 'overdue', urgent: 'due', routine: 'neutral' };
const ORDER_TONE: Readonly<Record<OrderState, Tone>> = {
  ordered: 'information', scheduled: 'information', acquired: 'information', uploaded: 'waiting', returned: 'due', waiting: 'due', reading: 'information', consulting: 'waiting', preliminary: 'due', issued: 'done', amended: 'done',
  acknowledged: 'done', cancelled: 'neutral',
};
export const CRITICAL_TONE: Readonly<Record<CriticalState, Tone>> = {
  detected: 'due', verified: 'due', notified: 'overdue', acknowledged: 'information', acted: 'information', 'effect-recorded': 'waiting', closed: 'done', dismissed: 'neutral',
};

export function PriorityTag({ priority }: { priority: Priority }) {
  return <StateTag tone={PRIORITY_TONE[priority]} text={useText()(PRIORITIES[priority])} />;
}

export function OrderStateTag({ state }: { state: OrderState }) {
  return <StateTag tone={ORDER_TONE[state]} text={useText()(ORDER_STATES[state])} />;
}

const OVERFLOW: Readonly<Record<string, Text>> = { overloaded: messages.overflowOverloaded, closed: messages.overflowClosed, 'by-hand': messages.overflowByHand };

export function OverflowTag({ overflow }: { overflow: string | null }) {
  const say = useText();
  return overflow === null ? null : <StateTag tone="information" text={say(OVERFLOW[overflow] ?? { zh: overflow, en: overflow })} />;
}

export const useWho = () => {
  const say = useText();
  return ({ personName, personSex, personAge }: Pick<OrderCard, 'personName' | 'personSex' | 'personAge'>): string =>
    [personName, personSex === 'male' ? say({ zh: '男', en: 'M' }) : personSex === 'female' ? say({ zh: '女', en: 'F' }) : '', personAge === null ? '' : say(messages.years, { age: personAge })].filter(Boolean).join(' · ');
};

/** Fields left empty are not sent. */
export const filledIn = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));
