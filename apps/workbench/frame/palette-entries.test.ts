import { match } from 'pinyin-pro';
import { describe, expect, it } from 'vitest';
import { matching, pinyinMatch, plainMatch } from './palette-entries.ts';

const entries = ['转诊台', '转诊统计', '居民主索引', 'Referral desk'].map((title) => ({ key: title, title, path: '/' }));
const titles = (words: string, matches = pinyinMatch(match)) => matching(entries, words, matches).map((entry) => entry.title);

describe('the palette', () => {
  it.each([['转诊', 2], ['zz', 2], ['zhuanzhen', 2], ['zztj', 1], ['desk', 1], ['', 4], ['没有', 0]])('%j finds %i titles', (words, count) => {
    expect(titles(words)).toHaveLength(count);
  });
  it('works without pinyin until the table is loaded', () => expect([titles('转诊', plainMatch).length, titles('zz', plainMatch).length]).toEqual([2, 0]));
});
