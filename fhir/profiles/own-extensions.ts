import type { StructureDefinition } from '#fhir/types/resources.gen.ts';
import { ownAddress, ownDefinition, type Element } from './own-definition.ts';

interface Described {
  readonly title: string;
  /** The element that it is put on. */
  readonly on: string;
  readonly elements: readonly Element[];
}

const extension = (name: string, { title, on, elements }: Described): StructureDefinition => ownDefinition(name, {
  title,
  kind: 'complex-type',
  context: [{ type: 'element', expression: on }],
  type: 'Extension',
  elements: [{ path: 'Extension', max: '1' }, { path: 'Extension.url', fixedUri: ownAddress(name) }, ...elements],
});

const valueOf = (code: string): readonly Element[] => [{ path: 'Extension.value[x]', min: 1, type: [{ code }] }];

const part = (name: string, code: string): readonly Element[] => [
  { id: `Extension.extension:${name}`, path: 'Extension.extension', sliceName: name, min: 1, max: '1' },
  { id: `Extension.extension:${name}.url`, path: 'Extension.extension.url', fixedUri: name },
  { id: `Extension.extension:${name}.value[x]`, path: 'Extension.extension.value[x]', min: 1, type: [{ code }] },
];

/** Every extension that this system itself writes. */
export const ownExtensions: readonly StructureDefinition[] = [
  extension('measure-amount', { title: '指标金额 Amount of an indicator', on: 'MeasureReport.group.population', elements: valueOf('decimal') }),
  extension('encounter-cost', {
    title: '就诊费用 Cost of an encounter',
    on: 'Encounter',
    elements: [
      { path: 'Extension.extension', slicing: { discriminator: [{ type: 'value', path: 'url' }], rules: 'closed' } },
      ...part('total', 'Money'),
      ...part('insurance', 'Money'),
    ],
  }),
  ...[['race', '种族 Race'], ['ethnic-group', '民族 Ethnic group'], ['religious-affiliation', '宗教信仰 Religious affiliation']].map(([name, title]) =>
    extension(`cda-${name}-code`, { title: title!, on: 'Patient', elements: valueOf('CodeableConcept') })),
];
