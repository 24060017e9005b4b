import { directory, type Entry } from '../entry.ts';

const POLICY = 'published policies as data, without persons';

/** What a stranger gets from each operation of the room. */
export const regions: Record<string, Entry> = {
  applyRegion: directory(POLICY, () => ({ files: {} })),
  endRegion: directory(POLICY, () => ({ id: 'none', reason: '核对情况' })),
  checkRegion: directory(POLICY, () => ({ files: {} })),
  listRegions: directory(POLICY),
  getRegion: directory(POLICY, () => ({ id: 'none' })),
  compareRegion: directory(POLICY, () => ({ id: 'none', from: '2020.1', to: '2020.2' })),
  listAnswers: directory(POLICY),
};
