import type { Reference } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import type { Findings } from './findings.ts';

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * Shape of a reference: a contained id that exists (ref-1) and a resource type that exists. The types that an element
 * expects are not enforced: HL7's own R4 examples break them (DeviceMetric.parent → DeviceDefinition).
 */
export function checkReference(value: unknown, path: string, out: Findings): void {
  const reference = (value as Reference | null)?.reference;
  if (typeof reference !== 'string') return;
  if (reference.startsWith('#')) {
    if (reference !== '#' && !out.isFragment && !out.contained.has(reference.slice(1))) {
      out.add(`${path}.reference`, '引用的内含资源不存在（ref-1）。', 'There is no contained resource with this id (ref-1).');
    }
    return;
  }
  const type = RELATIVE.exec(reference)?.[1];
  if (type !== undefined && !isResourceType(type)) out.add(`${path}.reference`, '引用的资源类型不存在。', 'The reference names a resource type that does not exist.');
}
