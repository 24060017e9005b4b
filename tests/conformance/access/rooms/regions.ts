import { directory, own, refused, type Entry } from '../entry.ts';
import { calendarNotice, regionFiles } from './region-files.ts';

const POLICY = 'published policies as data, without persons';

/** What a stranger gets from each operation of the room. */
export const regions: Record<string, Entry> = {
  applyRegion: refused(({ mark }) => ({ files: regionFiles(`region-${mark}`) })),
  endRegion: refused(({ mark }) => ({ id: `region-${mark}`, reason: '核对情况' })),
  checkRegion: own('reads what it is given', { files: regionFiles('region-probe') }),
  listRegions: directory(POLICY),
  getRegion: directory(POLICY, ({ mark }) => ({ id: `region-${mark}` })),
  compareRegion: directory(POLICY, ({ mark }) => ({ id: `region-${mark}`, from: '2020.1', to: '2020.1' })),
  listAnswers: directory(POLICY),
  loadCalendarYear: refused(({ mark }) => calendarNotice(mark)),
  getCalendarYear: directory('days off and worked by public notice, without persons', () => ({ year: 2026 })),
};
