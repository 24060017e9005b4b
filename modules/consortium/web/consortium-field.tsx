import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listConsortia } from '../contract/organisations.ts';
import { organisationMessages } from './organisations/messages.ts';

const CONSORTIA_MAX = 500;

/** Every consortium; a region has a handful. */
export const useConsortia = () => useOperation(listConsortia, { limit: CONSORTIA_MAX });

export function ConsortiumField({ name, required }: { name: string; required?: boolean }) {
  const say = useText();
  const consortia = useConsortia();
  const options = (consortia.data?.rows ?? []).filter((each) => each.dissolvedOn === null).map((each) => ({ value: each.id, label: each.name }));
  return <ChoiceField name={name} label={say(organisationMessages.consortium)} options={options} required={required ?? false} />;
}
