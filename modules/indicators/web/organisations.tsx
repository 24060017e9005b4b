import { Select } from 'antd';
import { listOrganisationTree } from '#modules/consortium/contract/organisations.ts';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { namedChoices } from '#platform/web/form/use-listed-choices.ts';
import { useKeptOperation } from '#platform/web/offline/use-kept-operation.ts';

const useTree = () => useKeptOperation(listOrganisationTree, {}, { staleMs: 60_000 }).query;

/** The name of an organisation of the directory, its id until that is known. */
export function useSiteName(): (organisationId: string) => string {
  const tree = useTree();
  const names = new Map((tree.data?.nodes ?? []).map(({ id, name }) => [id, name]));
  return (organisationId) => names.get(organisationId) ?? organisationId;
}

interface SiteSelectProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (organisationId: string | undefined) => void;
  /** Needed outside forms. */
  readonly label?: string;
}

/** An organisation found by its name. */
export function SiteSelect({ label, ...control }: SiteSelectProps) {
  const tree = useTree();
  return <Select {...control} aria-label={label} showSearch={{ optionFilterProp: 'label' }} allowClear placeholder={label} options={namedChoices(tree.data?.nodes ?? [])} loading={tree.isPending} className="yg-wide" />;
}

export const SiteField = (field: FieldProps) => <Field {...field}><SiteSelect /></Field>;
