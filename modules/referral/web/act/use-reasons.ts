import { useOperation } from '#platform/web/client/hooks.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listCriteria } from '../../contract.ts';

type ReasonKind = 'up' | 'lateral' | 'down' | 'reject' | 'decline-down';

/** Coded reasons of one kind as choices. */
export function useReasons(kind: ReasonKind) {
  const say = useText();
  const { data } = useOperation(listCriteria, {}, { staleMs: 300_000 });
  return (data?.reasons ?? []).filter((reason) => reason.kind === kind).map(({ code, text }) => ({ value: code, label: say(text) }));
}

/** Words of a coded reason; undefined without one, the code itself when the catalogue no longer knows it. */
export function useReasonTitle(kind: ReasonKind, code: string | null): string | undefined {
  const reasons = useReasons(kind);
  return code === null ? undefined : (reasons.find(({ value }) => value === code)?.label ?? code);
}
