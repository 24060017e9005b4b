import { describe, expect, expectTypeOf, it } from 'vitest';
import { boardMessages } from '../board/board-messages.ts';
import { formMessages } from '../form/form-messages.ts';
import { sessionMessages } from '../session/session-messages.ts';
import { tableMessages } from '../table/table-messages.ts';
import { kitMessages } from './kit-messages.ts';
import { defineMessages, wordingOf, type Wording } from './messages.ts';

const messages = defineMessages({ waiting: ['{count} 人等待', '{count} waiting'] });

describe('messages', () => {
  it('fill values in the chosen language', () => {
    expect(wordingOf(messages.waiting, 'zh', { count: 3 })).toBe('3 人等待');
    expect(wordingOf(messages.waiting, 'en', { count: 3 })).toBe('3 waiting');
  });
  it('an unknown name stays visible', () => expect(wordingOf(messages.waiting, 'en', {})).toBe('{count} waiting'));
  it('a text of a contract is read the same way', () => expect(wordingOf({ zh: '甲', en: 'A' }, 'en')).toBe('A'));
  it('a missing language does not compile', () => {
    expectTypeOf<readonly ['只有中文']>().not.toExtend<Wording>();
    expectTypeOf<readonly ['中文', 'English']>().toExtend<Wording>();
  });
  it('both languages of the kit name the same values', () => {
    const names = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join();
    const all = { ...kitMessages, ...tableMessages, ...formMessages, ...boardMessages, ...sessionMessages };
    expect(Object.entries(all).filter(([, { zh, en }]) => names(zh) !== names(en) || !zh || !en).map(([key]) => key)).toEqual([]);
  });
});
