import { Select } from 'antd';
import { listOrganisationTree } from '#modules/consortium/contract/organisations.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';

/** An organisation of the directory, found by its name. */
export function OrganisationChoice({ many, ...field }: FieldProps & { readonly many?: boolean }) {
  return <Field {...field}><Choice many={many ?? false} /></Field>;
}

function Choice({ many, ...given }: { many: boolean; id?: string; value?: never; onChange?: (value: never) => void }) {
  const tree = useOperation(listOrganisationTree, {}, { staleMs: 60_000 });
  const options = (tree.data?.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <Select {...given} {...(many ? { mode: 'multiple' as const } : {})} showSearch={{ optionFilterProp: 'label' }} allowClear options={options} loading={tree.isPending} className="yg-wide" />;
}

/** The name of an organisation of the directory, its id until that is known. */
export function useOrganisationName(): (organisationId: string) => string {
  const tree = useOperation(listOrganisationTree, {}, { staleMs: 60_000 });
  const names = new Map((tree.data?.nodes ?? []).map(({ id, name }) => [id, name]));
  return (organisationId) => names.get(organisationId) ?? organisationId;
}
