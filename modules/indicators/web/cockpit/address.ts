import { useSearchParams } from 'react-router';
import { LISTS, type IndicatorList } from '../lists.ts';

export type CockpitView = 'large' | 'edit' | undefined;

export interface CockpitAddress {
  readonly list: IndicatorList;
  readonly period: string | undefined;
  readonly organisationId: string | undefined;
  readonly view: CockpitView;
  readonly slide: number | undefined;
  readonly put: (name: 'list' | 'period' | 'organisation' | 'view' | 'slide', value: string | undefined) => void;
}

/** What is asked and how it is shown stands in the address, so that a link and a reload show the same. */
export function useCockpitAddress(): CockpitAddress {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('period');
  const view = address.get('view');
  return {
    list: LISTS.find((each) => each === address.get('list')) ?? 'county-14',
    period: asked !== null && /^\d{4}(-(0[1-9]|1[0-2])|Q[1-4])?$/.test(asked) ? asked : undefined,
    organisationId: address.get('organisation') ?? undefined,
    view: view === 'large' || view === 'edit' ? view : undefined,
    slide: /^\d{1,3}$/.test(address.get('slide') ?? '') ? Number(address.get('slide')) : undefined,
    put: (name, value) => setAddress((before) => {
      const after = new URLSearchParams(before);
      if (value === undefined) after.delete(name);
      else after.set(name, value);
      return after;
    }),
  };
}
