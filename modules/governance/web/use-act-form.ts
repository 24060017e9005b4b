import type { AnyCommand } from '#platform/web/client/hooks.ts';
import { useDraftForm, type DraftFormState } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';

export interface ActForm {
  /** What is fixed, such as the id of the meeting. */
  readonly fixed?: object;
  readonly initial?: object;
  readonly toInput?: (values: Record<string, unknown>) => object;
  readonly onDone: () => void;
}

/** Empty fields are left out, so that the contract's own defaults hold. */
export const filled = (values: object): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));

export function useActForm(operation: AnyCommand, { fixed = {}, initial = {}, toInput = (values) => values, onDone }: ActForm): DraftFormState {
  const say = useText();
  return useDraftForm({
    operation,
    draftKey: `${operation.name}:${JSON.stringify(fixed)}`,
    title: say(operation.summary),
    initial: initial as never,
    toInput: (values) => ({ ...fixed, ...filled(toInput(values as Record<string, unknown>)) }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
}
