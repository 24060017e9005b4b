import { ownEntry } from '#platform/kernel/own-entry.ts';
import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { childItems, type Item } from '#fhir/profiles/items.ts';
import type { Quantity, Range } from '#fhir/types/resources.gen.ts';
import type { IssueList } from '../issues.ts';

/** Elements that R4 types as SimpleQuantity: no comparator (sqty-1). */
const SIMPLE: ReadonlySet<string> = new Set(
  ('ActivityDefinition.quantity CarePlan.activity.detail.dailyAmount CarePlan.activity.detail.quantity Claim.item.detail.quantity Claim.item.detail.subDetail.quantity Claim.item.quantity ' +
    'ClaimResponse.addItem.detail.quantity ClaimResponse.addItem.detail.subDetail.quantity ClaimResponse.addItem.quantity Contract.term.asset.valuedItem.quantity Coverage.costToBeneficiary.value ' +
    'CoverageEligibilityRequest.item.quantity Dosage.doseAndRate.dose Dosage.doseAndRate.rate Dosage.maxDosePerAdministration Dosage.maxDosePerLifetime ExplanationOfBenefit.addItem.detail.quantity ' +
    'ExplanationOfBenefit.addItem.detail.subDetail.quantity ExplanationOfBenefit.addItem.quantity ExplanationOfBenefit.item.detail.quantity ExplanationOfBenefit.item.detail.subDetail.quantity ' +
    'ExplanationOfBenefit.item.quantity Immunization.doseQuantity MedicationAdministration.dosage.dose MedicationAdministration.dosage.rate MedicationDispense.daysSupply MedicationDispense.quantity ' +
    'MedicationKnowledge.administrationGuidelines.patientCharacteristics.characteristic MedicationKnowledge.amount MedicationKnowledge.drugCharacteristic.value MedicationKnowledge.kinetics.areaUnderCurve ' +
    'MedicationKnowledge.kinetics.lethalDose50 MedicationKnowledge.packaging.quantity MedicationKnowledge.regulatory.maxDispense.quantity MedicationRequest.dispenseRequest.initialFill.quantity ' +
    'MedicationRequest.dispenseRequest.quantity NutritionOrder.enteralFormula.administration.quantity NutritionOrder.enteralFormula.administration.rate NutritionOrder.enteralFormula.caloricDensity ' +
    'NutritionOrder.enteralFormula.maxVolumeToDeliver NutritionOrder.oralDiet.nutrient.amount NutritionOrder.supplement.quantity Observation.referenceRange.high Observation.referenceRange.low Range.high ' +
    'Range.low SampledData.origin Specimen.collection.quantity Specimen.container.capacity Specimen.container.specimenQuantity SpecimenDefinition.typeTested.container.capacity ' +
    'SpecimenDefinition.typeTested.container.minimumVolume Substance.instance.quantity SupplyDelivery.suppliedItem.quantity VisionPrescription.lensSpecification.duration').split(' '),
);

const HOLDERS: ReadonlySet<string> = new Set([...SIMPLE].map((path) => path.slice(0, path.lastIndexOf('.'))));

/** A unit of the kind that each type is of: age-1, drt-1, dis-1 and cnt-3 say so in words, their expressions only that the system is UCUM's. */
const KINDS: Readonly<Record<string, string>> = { Age: 'a', Duration: 's', Distance: 'm', Count: '1' };
const UCUM = 'http://unitsofmeasure.org';

function checkKind({ type, value, path }: Item, engine: PathEngine, list: IssueList): void {
  const kind = ownEntry(KINDS, type);
  const { system, code } = (value ?? {}) as Quantity;
  if (kind === undefined || system !== UCUM || typeof code !== 'string' || !engine.isUnit(code) || engine.isOfKind(code, kind)) return;
  list.error(`${path}.code`, [`${type} 不能以 ${code} 为单位。`, `The unit of a ${type} is not ${code}.`], 'invariant');
}

/** Simple quantities have no comparator, and a range of different units is in order when it is turned into one of them. */
export function checkQuantities(item: Item, engine: PathEngine, list: IssueList): void {
  checkKind(item, engine, list);
  if (!HOLDERS.has(item.type) || typeof item.value !== 'object' || item.value === null) return;
  for (const path of SIMPLE) {
    const at = path.lastIndexOf('.');
    if (path.slice(0, at) !== item.type) continue;
    for (const { type, value, path: place } of childItems(item, path.slice(at + 1))) {
      if (type === 'Quantity' && (value as Quantity | null)?.comparator !== undefined) list.error(`${place}.comparator`, ['此处的数量不能带比较符（sqty-1）。', 'The comparator is not used on a SimpleQuantity (sqty-1).'], 'invariant');
    }
  }
  if (item.type === 'Range') checkRange(item.value as Range, { path: item.path, engine, list });
}

function checkRange(range: Range, { path, engine, list }: { path: string; engine: PathEngine; list: IssueList }): void {
  const [low, high] = [range.low?.code, range.high?.code];
  if (low === undefined || high === undefined || low === high || !engine.isUnit(low) || !engine.isUnit(high)) return;
  if (engine.holds('low <= high', { context: range, base: 'Range' }) === false) list.error(path, ['下限不能大于上限。（rng-2）', 'The low value cannot exceed the high value. (rng-2)'], 'invariant');
}
