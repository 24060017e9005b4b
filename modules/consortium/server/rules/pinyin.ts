import { pinyin } from 'pinyin-pro';

/** Syllables and initials for search and sorting: 青山镇 → `qing shan zhen qsz`. */
export function pinyinOf(name: string): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' });
  const initials = syllables.map((syllable) => syllable.slice(0, 1)).join('');
  return `${syllables.join(' ')} ${initials}`.toLowerCase();
}
