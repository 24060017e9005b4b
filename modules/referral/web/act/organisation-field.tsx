import { listOrganisations } from '#modules/consortium/contract/organisations.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import type { FieldProps } from '#platform/web/form/field.tsx';

const SHOWN_MAX = 500;

/** A member of the consortium; `except` leaves out the own one. */
export function OrganisationField({ except, ...field }: FieldProps & { except?: readonly (string | null)[] }) {
  const { data } = useOperation(listOrganisations, { limit: SHOWN_MAX, state: ['active'] } as never, { staleMs: 60_000 });
  const options = (data?.rows ?? [])
    .filter(({ id, kind }) => !(except ?? []).includes(id) && !['health-bureau', 'insurance-bureau', 'consortium', 'alliance'].includes(kind))
    .map(({ id, name }) => ({ value: id, label: name }));
  return <ChoiceField {...field} options={options} />;
}
