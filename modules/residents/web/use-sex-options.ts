import type { Choice } from '#platform/web/form/choice-fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { sexMessages, wordOf } from './messages.ts';

export function useSexOptions(): Choice[] {
  const say = useText();
  return ['male', 'female', 'other', 'unknown'].map((value) => ({ value, label: say(wordOf(sexMessages, value)) }));
}
