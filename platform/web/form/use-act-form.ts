import type { AnyCommand } from '../client/hooks.ts';
import { toast } from '../layout/toast.ts';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { useDraftForm, type DraftFormState } from './use-draft-form.ts';

export interface ActForm {
  /** What is fixed, such as the id. */
  readonly fixed?: object;
  readonly initial?: object;
  readonly toInput?: (values: Record<string, unknown>) => object;
  readonly onDone: (answer: unknown) => void;
}

/** Empty fields are left out, so that the contract's own defaults hold. */
export const filled = (values: object): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));

/** A form of one act, titled by the operation's own words. */
export function useActForm(operation: AnyCommand, { fixed = {}, initial = {}, toInput = (values) => values, onDone }: ActForm): DraftFormState {
  const say = useText();
  return useDraftForm({
    operation, draftKey: `${operation.name}:${JSON.stringify(fixed)}`, title: say(operation.summary), initial: initial as never,
    toInput: (values) => ({ ...fixed, ...filled(toInput(values as Record<string, unknown>)) }) as never,
    onDone: (answer) => {
      toast(say(kitMessages.saved));
      onDone(answer);
    },
  });
}
