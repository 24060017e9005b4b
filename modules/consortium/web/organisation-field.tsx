import { Select } from 'antd';
import { normaliseInput } from '#platform/kernel/text.ts';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { OrganisationNode } from '../contract/organisations.ts';
import { LEVELS } from '../contract/words.ts';
import { messages } from './messages.ts';
import { useOrganisationTree } from './use-organisations.ts';
import { wordOf } from './words.ts';

interface OrganisationFieldProps extends FieldProps {
  readonly many?: boolean;
  /** Which organisations may be chosen; all that are active by default. */
  readonly fits?: (node: OrganisationNode) => boolean;
}

interface OrganisationChoice {
  readonly value: string;
  readonly label: string;
  readonly words: string;
}

const matches = (typed: string, option?: OrganisationChoice) => (option?.words ?? '').includes(normaliseInput(typed).toLowerCase());

/** An organisation found by name or pinyin. */
export function OrganisationField({ many, fits, ...field }: OrganisationFieldProps) {
  return (
    <Field {...field}>
      <OrganisationSelect many={many} fits={fits} disabled={field.disabled} />
    </Field>
  );
}

interface OrganisationSelectProps {
  readonly value?: string | string[];
  readonly onChange?: (value: never) => void;
  readonly id?: string;
  readonly label?: string;
  readonly many?: boolean | undefined;
  readonly fits?: ((node: OrganisationNode) => boolean) | undefined;
  readonly disabled?: boolean | undefined;
}

/** Also usable outside forms; then it needs a `label`. */
export function OrganisationSelect({ many, fits, label, ...control }: OrganisationSelectProps) {
  const say = useText();
  const tree = useOrganisationTree();
  const options = (tree.data?.nodes ?? []).filter((node) => node.state === 'active' && (fits?.(node) ?? true)).map((node): OrganisationChoice => ({
    value: node.id, label: `${node.name} · ${say(wordOf(LEVELS, node.level))}`, words: `${node.name} ${node.pinyin}`.toLowerCase(),
  }));
  return (
    <Select
      {...(control as object)} mode={many ? 'multiple' : undefined} showSearch={{ filterOption: matches as never }} options={options} loading={tree.isPending}
      placeholder={say(messages.organisationHint)} aria-label={label} className="yg-wide" allowClear
    />
  );
}
