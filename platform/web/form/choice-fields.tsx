import { useEffect, useRef, useState } from 'react';
import { Radio, Select, Switch } from 'antd';
import { normaliseInput } from '#platform/kernel/text.ts';
import { useText } from '../text/messages.ts';
import { Field, type FieldProps } from './field.tsx';
import { formMessages } from './form-messages.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What typing is held against where that is more than the label: pinyin. */
  readonly words?: string;
  readonly disabled?: boolean;
}

interface ChoiceFieldProps extends FieldProps {
  readonly options: readonly Choice[];
  readonly placeholder?: string;
}

/** Whether an option stays while somebody types. */
export const matchesTyped = (typed: string, option?: { label?: unknown; words?: string }): boolean => String(option?.words ?? option?.label ?? '').toLowerCase().includes(normaliseInput(typed).toLowerCase());

/** One of many; typing narrows the list. */
export function ChoiceField({ options, placeholder, ...field }: ChoiceFieldProps) {
  return (
    <Field {...field}>
      <Select showSearch={{ filterOption: matchesTyped }} allowClear={!field.required} placeholder={placeholder} options={[...options]} disabled={field.disabled} />
    </Field>
  );
}

export function MultiChoiceField({ options, placeholder, ...field }: ChoiceFieldProps) {
  return (
    <Field {...field}>
      <Select mode="multiple" showSearch={{ filterOption: matchesTyped }} placeholder={placeholder} options={[...options]} disabled={field.disabled} />
    </Field>
  );
}

/** At most five choices, all visible. */
export function RadioField({ options, ...field }: ChoiceFieldProps) {
  return (
    <Field {...field}>
      <Radio.Group options={[...options]} disabled={field.disabled} />
    </Field>
  );
}

export function SwitchField(field: FieldProps) {
  return (
    <Field {...field} valuePropName="checked">
      <Switch disabled={field.disabled} />
    </Field>
  );
}

interface SearchFieldProps extends FieldProps {
  /** Asked after the first Han character or the second other; at most 20 answers are shown. */
  readonly search: (words: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  /** Shown for a value that was not just searched (drafts). */
  readonly initialChoice?: Choice;
  readonly placeholder?: string;
}

/** One of a great many, found on the server: a diagnosis, a person, an organisation. */
export function SearchField({ search, initialChoice, placeholder, ...field }: SearchFieldProps) {
  const say = useText();
  const { options, busy, ask } = useChoices(search, initialChoice);
  return (
    <Field {...field}>
      <Select
        showSearch={{ filterOption: false, onSearch: ask }} allowClear={!field.required} placeholder={placeholder ?? say(formMessages.searchMore)} options={[...options]}
        disabled={field.disabled} loading={busy} notFoundContent={say(busy ? formMessages.searching : formMessages.nothingFound)}
      />
    </Field>
  );
}

const TYPING_MS = 200;
const SHOWN_MAX = 20;

/** One Han character is a surname already; of other letters it takes two. */
const isEnough = (words: string): boolean => words.length >= 2 || /\p{Script=Han}/u.test(words);

function useChoices(search: SearchFieldProps['search'], initialChoice: Choice | undefined) {
  const [options, setOptions] = useState<readonly Choice[]>(initialChoice ? [initialChoice] : []);
  const [busy, setBusy] = useState(false);
  const running = useRef<{ timer: ReturnType<typeof setTimeout>; abort: AbortController }>(undefined);
  const stop = () => {
    clearTimeout(running.current?.timer);
    running.current?.abort.abort();
  };
  useEffect(() => stop, []);
  const ask = (typed: string) => {
    stop();
    const words = normaliseInput(typed);
    if (!isEnough(words)) {
      setOptions([]);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setBusy(true);
      search(words, abort.signal)
        .then((found) => setOptions(found.slice(0, SHOWN_MAX)), () => undefined)
        .finally(() => setBusy(false));
    }, TYPING_MS);
    running.current = { timer, abort };
  };
  return { options, busy, ask };
}
