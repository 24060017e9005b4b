import { Select } from 'antd';
import type { AnyOperation } from '#platform/kernel/contract.ts';
import { ChoiceField, matchesTyped, MultiChoiceField } from './choice-fields.tsx';
import type { FieldProps } from './field.tsx';
import { useListedChoices, type ChoiceSource } from './use-listed-choices.ts';

interface ListedFieldProps<O extends AnyOperation> extends FieldProps {
  readonly source: ChoiceSource<O>;
  readonly many?: boolean;
  /** Values that are not offered. */
  readonly except?: readonly (string | null)[];
  readonly placeholder?: string;
}

/** One or many of what a query lists: an organisation, a resolution. */
export function ListedField<O extends AnyOperation>({ source, many, except = [], ...field }: ListedFieldProps<O>) {
  const options = useListedChoices(source).filter(({ value }) => !except.includes(value));
  return many ? <MultiChoiceField {...field} options={options} /> : <ChoiceField {...field} options={options} />;
}

interface ListedSelectProps<O extends AnyOperation> {
  readonly source: ChoiceSource<O>;
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  /** With it nothing may be chosen too. */
  readonly placeholder?: string;
  readonly className?: string;
}

/** The same outside of a form. */
export function ListedSelect<O extends AnyOperation>({ source, label, className = 'yg-wide', ...select }: ListedSelectProps<O>) {
  return <Select {...select} options={[...useListedChoices(source)]} allowClear={select.placeholder !== undefined} aria-label={label} showSearch={{ filterOption: matchesTyped }} className={className} />;
}
