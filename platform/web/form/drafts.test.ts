import { describe, expect, it } from 'vitest';
import { localDrafts, newerDraft, sameValues, type Draft, type DraftStorage } from './drafts.ts';

function memory(): DraftStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

const draft = (key: string, savedAt: string): Draft => ({ key, title: '转诊', path: '/referrals/new', savedAt, values: { reason: '胸痛' } });
const now = new Date('2026-11-22T08:00:00Z');

describe('drafts in the browser', () => {
  it('come back as they were, after a reload too', () => {
    const storage = memory();
    localDrafts(storage, 'a1').write(draft('send:1', '2026-11-22T07:00:00Z'));
    expect(localDrafts(storage, 'a1').read('send:1')).toEqual(draft('send:1', '2026-11-22T07:00:00Z'));
  });
  it("are never another account's", () => {
    const storage = memory();
    localDrafts(storage, 'a1').write(draft('send:1', '2026-11-22T07:00:00Z'));
    expect(localDrafts(storage, 'a2').read('send:1')).toBeUndefined();
    expect(localDrafts(storage, 'a2').list(now)).toEqual([]);
  });
  it('are listed newest first, and forgotten after 14 days', () => {
    const storage = memory();
    const drafts = localDrafts(storage, 'a1');
    for (const [key, day] of [['old', '2026-11-01'], ['first', '2026-11-20'], ['second', '2026-11-21']] as const) drafts.write(draft(key, `${day}T07:00:00Z`));
    storage.setItem('unrelated', 'x');
    expect(drafts.list(now).map((each) => each.key)).toEqual(['second', 'first']);
    expect([...storage.kept.keys()]).not.toContain('yigong.draft.a1.old');
    expect(storage.kept.get('unrelated')).toBe('x');
  });
  it('say when the browser refuses to keep them', () => {
    const full = { ...memory(), setItem: () => { throw new Error('quota'); } };
    expect(localDrafts(full, 'a1').write(draft('send:1', '2026-11-22T07:00:00Z'))).toBe(false);
  });
  it('a damaged one is passed over', () => {
    const storage = memory();
    storage.setItem('yigong.draft.a1.send:1', '{"key":');
    expect(localDrafts(storage, 'a1').read('send:1')).toBeUndefined();
  });
});

describe('comparing drafts', () => {
  it('the later copy wins', () => {
    const [early, late] = [draft('k', '2026-11-22T07:00:00Z'), draft('k', '2026-11-22T07:30:00Z')];
    expect([newerDraft(early, late), newerDraft(late, early), newerDraft(undefined, early)]).toEqual([late, late, early]);
  });
  it('an emptied field equals one never touched', () => {
    expect(sameValues({ a: '', b: { d: 1, c: null } }, { b: { d: 1 } })).toBe(true);
    expect(sameValues({ a: 'x' }, {})).toBe(false);
    expect(sameValues({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  });
});
