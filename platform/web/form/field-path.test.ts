import { describe, expect, it } from 'vitest';
import { fieldNameOf, placeDetails } from './field-path.ts';

const message = { zh: '错', en: 'wrong' };

describe('errors at their fields', () => {
  it('a dotted path is a field name', () => expect(fieldNameOf('medications.2.dose')).toEqual(['medications', 2, 'dose']));
  it('stand at the field, or the nearest above it, or nowhere', () => {
    const fields = [['reason'], ['medications', 0, 'dose'], ['period']];
    const details = ['reason', 'medications.0.dose', 'period.from', 'agreement', ''].map((path) => ({ path, message }));
    const { placed, unplaced } = placeDetails(details, fields);
    expect(placed.map((each) => each.name)).toEqual([['reason'], ['medications', 0, 'dose'], ['period']]);
    expect(unplaced.map((detail) => detail.path)).toEqual(['agreement', '']);
  });
  it('two errors of one field stand together', () => {
    const { placed } = placeDetails([{ path: 'reason', message }, { path: 'reason', message }], [['reason']]);
    expect(placed).toEqual([{ name: ['reason'], messages: [message, message] }]);
  });
});
