import { listOrganisationTree } from '#modules/consortium/contract/organisations.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import type { FieldProps } from '#platform/web/form/field.tsx';
import { namedChoices, useListedChoices } from '#platform/web/form/use-listed-choices.ts';

/** Choose an organisation by its name. */
export function OrganisationField(field: FieldProps) {
  return <ChoiceField {...field} options={useListedChoices(listOrganisationTree, {}, ({ nodes }) => namedChoices(nodes.filter(({ state }) => state === 'active')))} />;
}
