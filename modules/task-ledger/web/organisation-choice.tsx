import { listOrganisationTree } from '#modules/consortium/contract/organisations.ts';
import { ChoiceField, MultiChoiceField } from '#platform/web/form/choice-fields.tsx';
import type { FieldProps } from '#platform/web/form/field.tsx';
import { namedChoices, useListedChoices } from '#platform/web/form/use-listed-choices.ts';

const useOrganisations = () => useListedChoices(listOrganisationTree, {}, ({ nodes }) => namedChoices(nodes));

/** An organisation of the directory, found by its name. */
export function OrganisationChoice({ many, ...field }: FieldProps & { readonly many?: boolean }) {
  const options = useOrganisations();
  return many ? <MultiChoiceField {...field} options={options} /> : <ChoiceField {...field} options={options} />;
}

/** The name of an organisation of the directory, its id until that is known. */
export function useOrganisationName(): (organisationId: string) => string {
  const names = new Map(useOrganisations().map(({ value, label }) => [value, label]));
  return (organisationId) => names.get(organisationId) ?? organisationId;
}
