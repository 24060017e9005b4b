import { Select } from 'antd';
import { activeOrganisations, everyOrganisation } from '#modules/consortium/contract/organisation-choices.ts';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { matchesTyped } from '#platform/web/form/choice-fields.tsx';
import { useKeptOperation } from '#platform/web/offline/use-kept-operation.ts';

const useTree = () => useKeptOperation(activeOrganisations.operation, activeOrganisations.input, { staleMs: 60_000 }).query;

/** The name of an organisation of the directory, its id until that is known. */
export function useSiteName(): (organisationId: string) => string {
  const tree = useTree();
  const names = new Map((tree.data === undefined ? [] : everyOrganisation.choicesOf(tree.data)).map(({ value, label }) => [value, label]));
  return (organisationId) => names.get(organisationId) ?? organisationId;
}

interface SiteSelectProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (organisationId: string | undefined) => void;
  /** Needed outside forms. */
  readonly label?: string;
}

/** An organisation found by its name; also without a link to the server, unlike `ListedSelect`. */
export function SiteSelect({ label, ...control }: SiteSelectProps) {
  const tree = useTree();
  return <Select {...control} aria-label={label} showSearch={{ filterOption: matchesTyped }} allowClear placeholder={label} options={tree.data === undefined ? [] : activeOrganisations.choicesOf(tree.data)} loading={tree.isPending} className="yg-wide" />;
}

export const SiteField = (field: FieldProps) => <Field {...field}><SiteSelect /></Field>;
