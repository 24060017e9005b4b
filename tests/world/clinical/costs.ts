import type { Extension } from '#fhir/types/resources.gen.ts';

/**
 * R4 has no total on Encounter, and an Account or Claim per visit would double the world. So each finished encounter carries one extension with the
 * total and the part the insurance pays, both in yuan with two decimals.
 */
export const ENCOUNTER_COST = 'https://yigong.dev/fhir/StructureDefinition/encounter-cost';

export function costExtension(totalYuan: number, insuranceShare: number): Extension {
  const money = (yuan: number) => ({ value: Math.round(yuan * 100) / 100, currency: 'CNY' });
  return {
    url: ENCOUNTER_COST,
    extension: [
      { url: 'total', valueMoney: money(totalYuan) },
      { url: 'insurance', valueMoney: money(totalYuan * insuranceShare) },
    ],
  };
}
