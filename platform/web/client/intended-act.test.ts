import { describe, expect, it } from 'vitest';
import { IntendedAct } from './intended-act.ts';

const counted = () => {
  let count = 0;
  return new IntendedAct(() => `key-${(count += 1)}`);
};

describe('one key for one intended act', () => {
  it('a retry of the same input keeps the key', () => {
    const act = counted();
    expect([act.keyFor({ id: '1' }), act.keyFor({ id: '1' })]).toEqual(['key-1', 'key-1']);
  });
  it('a changed input is another act', () => {
    const act = counted();
    expect([act.keyFor({ id: '1' }), act.keyFor({ id: '2' })]).toEqual(['key-1', 'key-2']);
  });
  it('the same input after a success is another act', () => {
    const act = counted();
    act.keyFor({ id: '1' });
    act.done();
    expect(act.keyFor({ id: '1' })).toBe('key-2');
  });
});
