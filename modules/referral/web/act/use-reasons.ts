import { useOperation } from '#platform/web/client/hooks.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listCriteria } from '../../contract.ts';

/** Coded reasons of one kind as choices. */
export function useReasons(kind: 'up' | 'lateral' | 'down' | 'reject' | 'decline-down') {
  const say = useText();
  const { data } = useOperation(listCriteria, {}, { staleMs: 300_000 });
  return (data?.reasons ?? []).filter((reason) => reason.kind === kind).map(({ code, text }) => ({ value: code, label: say(text) }));
}
