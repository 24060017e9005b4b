import { describe, expect, it } from 'vitest';
import { ageText, agoText, formatterFor, spanText } from './format.ts';

const now = new Date('2026-11-22T06:00:00Z');
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe('times', () => {
  it.each([
    [0.5, '刚刚', 'just now'], [12, '12 分钟前', '12 min ago'], [125, '2 小时前', '2 h ago'], [3000, '2 天前', '2 d ago'], [-30, '30 分钟后', 'in 30 min'],
  ])('%d minutes ago', (minutes, zh, en) => {
    expect([agoText(before(minutes), now, 'zh'), agoText(before(minutes), now, 'en')]).toEqual([zh, en]);
  });
  it.each([[0, '不到 1 分钟'], [90, '1 小时 30 分钟'], [1500, '1 天 1 小时'], [16_000, '11 天']])('%d minutes as a span', (minutes, zh) => {
    expect(spanText(minutes * 60_000, 'zh')).toBe(zh);
  });
  it.each([[1500, '1 天', '1 d'], [90, '1 小时', '1 h'], [5, '5 分钟', '5 min'], [0, '不到 1 分钟', 'under 1 min']])('%d minutes on a card', (minutes, zh, en) => {
    expect([spanText(minutes * 60_000, 'zh', 1), spanText(minutes * 60_000, 'en', 1)]).toEqual([zh, en]);
  });
  it('are China times wherever the browser stands', () => {
    const format = formatterFor('zh');
    expect(format.dateTime('2026-11-22T16:05:00Z')).toBe('2026-11-23 00:05');
    expect(format.date('2026-11-22T16:05:00Z')).toBe('2026-11-23');
    expect(format.date('2026-11-22')).toBe('2026-11-22');
    expect(format.dateTime('nonsense')).toBe('—');
  });
  it('name a month in each language', () => {
    expect([formatterFor('zh').monthName('2026-11-30'), formatterFor('en').monthName('2026-01-01')]).toEqual(['11 月', 'January']);
  });
});

describe('ages', () => {
  it.each([
    ['2026-11-12', '10 天'], ['2026-10-22', '1 个月'], ['2026-10-23', '0 个月'], ['2023-11-23', '35 个月'], ['2023-11-22', '3 岁'], ['1961-11-23', '64 岁'], ['2027-01-01', '—'],
  ])('born %s', (birthDate, expected) => expect(ageText(birthDate, 'zh', '2026-11-22')).toBe(expected));
});

describe('numbers', () => {
  it('group, round and carry their unit', () => {
    const format = formatterFor('zh');
    expect([format.number(474213), format.percent(0.1234), format.money(123450)]).toEqual(['474,213', '12.3%', '1,234.50']);
  });
});
