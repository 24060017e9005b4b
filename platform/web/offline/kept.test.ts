import { describe, expect, it } from 'vitest';
import type { SessionView } from '#platform/identity/contract/session-view.ts';
import type { DraftStorage } from '../form/drafts.ts';
import { keptAnswers } from './kept-answers.ts';
import { forgetKept, keepSession, readKeptSession } from './kept-session.ts';

/** As a browser's store, refusing what does not fit. */
function storeOf(charactersMax = Infinity): DraftStorage & { names(): string[] } {
  const entries = new Map<string, string>();
  const size = (): number => [...entries].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (name) => entries.get(name) ?? null,
    setItem: (name, value) => {
      const former = entries.get(name);
      entries.set(name, value);
      if (size() <= charactersMax) return;
      if (former === undefined) entries.delete(name);
      else entries.set(name, former);
      throw new Error('full');
    },
    removeItem: (name) => void entries.delete(name),
    names: () => [...entries.keys()],
  };
}

const NOW = new Date('2026-11-23T05:00:00Z');
const session = (more: object = {}): SessionView => ({
  signedIn: true, kind: 'staff', account: { id: 'a1', name: '甲', language: 'zh', fhirReference: null, personId: null }, assignments: [], acting: 'o1', permissions: ['indicators.read'], expiresAt: '2026-11-23T12:00:00Z', hasSecondFactor: false, ...more,
});
const of = (store: DraftStorage, accountId: string, organisationId = 'o1') => keptAnswers(store, { accountId, organisationId });
const answer = (data: unknown, minute = 0) => ({ data, at: new Date(NOW.getTime() + minute * 60_000).toISOString() });

describe('kept answers', () => {
  it('are those of one account in one organisation', () => {
    const store = storeOf();
    of(store, 'a1').write('q', answer(1));
    expect(of(store, 'a1').read('q')?.data).toBe(1);
    expect([of(store, 'a2').read('q'), of(store, 'a1', 'o2').read('q'), of(store, 'a1').read('other')]).toEqual([undefined, undefined, undefined]);
  });
  it('give the oldest up when the store is full or holds many, never what is not ours', () => {
    const small = storeOf(400);
    small.setItem('draft', 'typed');
    for (let minute = 0; minute < 12; minute += 1) of(small, 'a1').write(`q${minute}`, answer('x'.repeat(40), minute));
    expect(of(small, 'a1').read('q11')?.data).toBe('x'.repeat(40));
    expect(of(small, 'a1').read('q0')).toBeUndefined();
    expect(small.getItem('draft')).toBe('typed');
    const wide = storeOf();
    for (let minute = 0; minute < 80; minute += 1) of(wide, 'a1').write(`q${minute}`, answer(minute, minute));
    expect([wide.length, of(wide, 'a1').read('q19'), of(wide, 'a1').read('q20')?.data]).toEqual([60, undefined, 20]);
  });
  it('that are too long, or were changed by somebody, are none', () => {
    const store = storeOf();
    of(store, 'a1').write('long', answer('x'.repeat(400_001)));
    of(store, 'a1').write('q', answer(1));
    store.setItem(store.names().find((name) => name.endsWith('q'))!, '{"data":');
    expect([of(store, 'a1').read('long'), of(store, 'a1').read('q')]).toEqual([undefined, undefined]);
  });
});

describe('a kept session', () => {
  it('opens until it would have run out, and is then taken away with its answers', () => {
    const store = storeOf();
    keepSession(store, session());
    of(store, 'a1').write('q', answer(1));
    expect(readKeptSession(store, NOW)?.account.name).toBe('甲');
    expect(readKeptSession(store, new Date('2026-11-23T12:00:01Z'))).toBeUndefined();
    expect(store.names()).toEqual([]);
  });
  it.each([['nobody', { signedIn: false, needsSetUp: false }], ['a resident', session({ kind: 'resident' })]])('%s who is signed in takes all away', (_, view) => {
    const store = storeOf();
    keepSession(store, session());
    of(store, 'a1').write('q', answer(1));
    keepSession(store, view as SessionView);
    expect(store.names()).toEqual([]);
  });
  it('another account takes the answers of the first away and keeps its own', () => {
    const store = storeOf();
    keepSession(store, session());
    of(store, 'a1').write('q', answer(1));
    of(store, 'a12').write('q', answer(2));
    keepSession(store, session({ account: { id: 'a12', name: '乙', language: 'zh', fhirReference: null, personId: null } }));
    expect([of(store, 'a1').read('q'), of(store, 'a12').read('q')?.data, readKeptSession(store, NOW)?.account.name]).toEqual([undefined, 2, '乙']);
    forgetKept(store);
    expect(store.names()).toEqual([]);
  });
  it('that somebody wrote by hand opens nothing', () => {
    const store = storeOf();
    for (const text of ['', 'null', '{}', '[]', '{"signedIn":true}', '{"signedIn":false,"needsSetUp":false}']) {
      store.setItem('yigong.kept-session', text);
      expect(readKeptSession(store, NOW)).toBeUndefined();
    }
  });
});
