import { listOrganisations } from '#modules/consortium/contract/organisations.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField, MultiChoiceField } from '#platform/web/form/choice-fields.tsx';
import type { FieldProps } from '#platform/web/form/field.tsx';

const SHOWN_MAX = 500;
const NOT_CARING = ['health-bureau', 'insurance-bureau', 'consortium', 'alliance'];

export function useCaringOrganisations(): { value: string; label: string }[] {
  const { data } = useOperation(listOrganisations, { limit: SHOWN_MAX, state: ['active'] } as never, { staleMs: 60_000 });
  return (data?.rows ?? []).filter(({ kind }) => !NOT_CARING.includes(kind)).map(({ id, name }) => ({ value: id, label: name }));
}

export function OrganisationField({ many, ...field }: FieldProps & { many?: boolean }) {
  const options = useCaringOrganisations();
  return many ? <MultiChoiceField {...field} options={options} /> : <ChoiceField {...field} options={options} />;
}
