import { useState } from 'react';
import { Form, type FormInstance } from 'antd';
import type { GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { useCommand, type AnyCommand } from '../client/hooks.ts';
import { ProblemError } from '../client/problem-error.ts';
import { useText, type Say } from '../text/messages.ts';
import { sameValues, type Draft } from './drafts.ts';
import { placeDetails } from './field-path.ts';
import { useDraft, type DraftKeeper } from './use-draft.ts';

export type FormValues = Readonly<Record<string, unknown>>;

export interface DraftFormOptions<C extends AnyCommand> {
  readonly operation: C;
  /** One form about one thing: `send-referral:<patient id>`. */
  readonly draftKey: string;
  readonly title: string;
  readonly initial: FormValues;
  /** Address that shows this form again; the present one if left out. */
  readonly path?: string;
  /** Values as the operation wants them; by default unchanged. */
  readonly toInput?: (values: FormValues) => GivenOf<C>;
  readonly onDone: (answer: ResultOf<C>) => void;
}

export interface DraftFormState {
  readonly form: FormInstance;
  readonly initial: FormValues;
  readonly pending: boolean;
  /** With only the details that no field on screen shows. */
  readonly problem: ProblemError | undefined;
  /** A field on screen shows a part of `problem` and has the focus. */
  readonly atField: boolean;
  readonly draft: DraftKeeper;
  /** When what is shown came from an earlier draft. */
  readonly restoredAt: string | undefined;
  readonly changed: (values: FormValues) => void;
  readonly submit: (values: FormValues) => Promise<void>;
  readonly discard: () => void;
}

interface Refusal {
  readonly problem: ProblemError | undefined;
  readonly atField: boolean;
}

const NONE: Refusal = { problem: undefined, atField: false };

export function useDraftForm<C extends AnyCommand>(options: DraftFormOptions<C>): DraftFormState {
  const [form] = Form.useForm();
  const say = useText();
  const run = useCommand(options.operation);
  const [restoredAt, setRestoredAt] = useState<string>();
  const [{ problem, atField }, setRefusal] = useState<Refusal>(NONE);
  const restore = (found: Draft) => {
    if (sameValues(found.values, options.initial)) return;
    form.setFieldsValue(found.values as never);
    setRestoredAt(found.savedAt);
  };
  const path = options.path ?? window.location.pathname + window.location.search;
  const draft = useDraft({ key: options.draftKey, title: options.title, path }, restore);

  const submit = async (values: FormValues) => {
    const whole = { ...options.initial, ...values };
    const outcome = await run.attempt((options.toInput ? options.toInput(whole) : whole) as GivenOf<C>);
    if (!outcome.ok) {
      setRefusal(showAtFields(form, outcome.failure, say));
      return;
    }
    setRefusal(NONE);
    setRestoredAt(undefined);
    draft.drop();
    options.onDone(outcome.value);
  };
  return {
    form, initial: options.initial, pending: run.pending, problem, atField, draft, restoredAt, submit,
    changed: (values) => {
      if (sameValues({ ...options.initial, ...values }, options.initial)) draft.drop();
      else draft.keep(values);
    },
    discard: () => {
      draft.drop();
      setRestoredAt(undefined);
      run.reset();
      setRefusal(NONE);
      form.resetFields();
    },
  };
}

/** Puts each detail at its field and the focus on the first; returns the problem with what no field could show. */
function showAtFields(form: FormInstance, problem: ProblemError, say: Say): Refusal {
  const fields = form.getFieldsError().map((field) => field.name);
  const { placed, unplaced } = placeDetails(problem.details, fields);
  form.setFields(placed.map(({ name, messages }) => ({ name: [...name] as never, errors: messages.map((message) => say(message)) })));
  const first = placed[0];
  if (first) form.scrollToField([...first.name], { focus: true, block: 'center' });
  return { problem: new ProblemError({ kind: problem.kind, code: problem.code, text: problem.text, details: unplaced }), atField: first !== undefined };
}
