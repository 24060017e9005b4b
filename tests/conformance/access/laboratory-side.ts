type Run = (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

export type LaboratoryId = 'specimen' | 'specimenBox' | 'controlLot';

/** The code on the tube of a side. */
export const tubeOf = (mark: string): string => `TUBE-${mark}`;

/** A tube of each side's resident, an open box beside it, and a lot of control material. */
export async function laboratoryOf({ run, mark, hospital, personId }: { readonly run: Run; readonly mark: string; readonly hospital: string; readonly personId: string }): Promise<Record<LaboratoryId, string>> {
  const specimen = await run('registerSpecimen', { personId, tubeCode: tubeOf(mark), part: 'laboratory', kind: '静脉血', items: [], laboratoryOrganisationId: hospital, temperatureClass: 'cold' });
  const box = await run('openBox', { code: `BOX-${mark}`, laboratoryOrganisationId: hospital, temperatureClass: 'cold' });
  const lot = await run('defineControlLot', { itemCode: '2823-3', level: '1', lotNumber: `LOT-${mark}`, mean: 4, deviation: 0.1 });
  return { specimen: String(specimen['id']), specimenBox: String(box['id']), controlLot: String(lot['id']) };
}
