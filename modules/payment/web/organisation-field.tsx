import { Select } from 'antd';
import { listOrganisationTree } from '#modules/consortium/contract/organisations.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import type { FieldProps } from '#platform/web/form/field.tsx';
import { namedChoices, useListedChoices } from '#platform/web/form/use-listed-choices.ts';

const useOrganisations = () => useListedChoices(listOrganisationTree, {}, ({ nodes }) => namedChoices(nodes.filter(({ state }) => state === 'active')));

/** Choose an organisation by its name. */
export const OrganisationField = (field: FieldProps) => <ChoiceField {...field} options={useOrganisations()} />;

/** Outside a form. */
export function OrganisationSelect({ label, value, onChange }: { label: string; value: string | undefined; onChange: (organisationId: string) => void }) {
  return <Select value={value} onChange={onChange} aria-label={label} showSearch={{ optionFilterProp: 'label' }} options={[...useOrganisations()]} className="yg-wide" />;
}
