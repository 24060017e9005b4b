import { listOrganisations } from '#modules/consortium/contract/organisations.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import type { FieldProps } from '#platform/web/form/field.tsx';

const SHOWN_MAX = 500;

/** Choose an organisation by its name. */
export function OrganisationField(field: FieldProps) {
  const { data } = useOperation(listOrganisations, { limit: SHOWN_MAX, state: ['active'] } as never, { staleMs: 60_000 });
  return <ChoiceField {...field} options={(data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))} />;
}
