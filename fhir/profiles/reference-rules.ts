import type { ElementDefinitionType, Reference } from '#fhir/types/resources.gen.ts';

/** What the type of an element asks of a reference beyond where it leads: how it is held, and whether it names a version (R4 §5.1.0.6). */
export function brokenReferenceRules({ reference }: Partial<Reference>, { aggregation, versioning }: ElementDefinitionType, isBundled: boolean): (readonly [zh: string, en: string])[] {
  if (typeof reference !== 'string') return [];
  const held = reference.startsWith('#') ? ['contained'] : isBundled ? ['referenced', 'bundled'] : ['referenced'];
  const isVersioned = reference.includes('/_history/');
  const isHeldRightly = !Array.isArray(aggregation) || aggregation.length === 0 || aggregation.some((each) => held.includes(each));
  const isVersionRight = versioning === undefined || versioning === 'either' || (versioning === 'specific') === isVersioned;
  return [
    ...(isHeldRightly ? [] : [[`此处的引用方式应为 ${aggregation!.join('、')}。`, `What is referred to here is ${aggregation!.join(' or ')}.`] as const]),
    ...(isVersionRight ? [] : [versioning === 'specific' ? (['引用必须带版本。', 'The reference names a version.'] as const) : (['引用不能带版本。', 'The reference names no version.'] as const)]),
  ];
}
