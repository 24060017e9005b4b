import type { ParameterType } from '../parameter-table.ts';

/** Which function of `index-values.ts` indexes an element of a FHIR type for a kind of parameter. */
const WRITERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  token: {
    Coding: 'coding', CodeableConcept: 'concept', Identifier: 'identifier', ContactPoint: 'contactPoint', code: 'code', string: 'code',
    boolean: 'code', id: 'code', uri: 'code', canonical: 'code', integer: 'code', positiveInt: 'code', markdown: 'code', uuid: 'code',
    unsignedInt: 'code', url: 'code', oid: 'code',
  },
  reference: { Reference: 'reference', canonical: 'canonical', uri: 'canonical', Resource: 'inner' },
  date: { date: 'date', dateTime: 'date', instant: 'date', Period: 'period', Timing: 'timing' },
  string: { string: 'text', markdown: 'text', code: 'text', HumanName: 'humanName', Address: 'address' },
  number: { decimal: 'number', integer: 'number', positiveInt: 'number', unsignedInt: 'number', Range: 'range' },
  quantity: { Quantity: 'quantity', Age: 'quantity', Duration: 'quantity', Count: 'quantity', Distance: 'quantity', Money: 'money', Range: 'range' },
  uri: { uri: 'uri', canonical: 'uri', url: 'uri', oid: 'uri', uuid: 'uri', string: 'uri' },
};

export const writerOf = (kind: ParameterType, type: string): string | undefined => WRITERS[kind]?.[type];
