import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareAddress, prepareBirthDate, prepareIdCard, prepareName, preparePerson, preparePhone, prepareSex } from './normalise.ts';
import { editDistance, jaroWinkler } from './similarity.ts';

describe('names', () => {
  it.each([
    ['張 偉', '张伟', '张', 'zhang wei', false],
    ['欧阳小兰', '欧阳小兰', '欧阳', 'ou yang xiao lan', false],
    ['单雄信', '单雄信', '单', 'shan xiong xin', false],
    ['　王　芳　', '王芳', '王', 'wang fang', false],
    ['阿不都·热合曼', '阿不都热合曼', '阿', 'a bu dou re he man', false],
    ['马某之子', '马某之子', '马', 'ma mou zhi zi', true],
    ['王芳之大女', '王芳之大女', '王', 'wang fang zhi da nv', true],
    ['新生儿', '新生儿', '新', 'xin sheng er', true],
    ['José  Müller', 'jose muller', 'muller', 'jose muller', false],
  ])('%s becomes %s', (typed, text, surname, sound, placeholder) => {
    const name = prepareName(typed)!;
    expect([name.text, name.surname, name.syllables.join(' '), name.placeholder]).toEqual([text, surname, sound, placeholder]);
  });

  it('is the same name after a second normalisation', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'張张劉王芳·　 之子某abÉ１') }), (typed) => {
      const once = prepareName(typed);
      if (once) expect(prepareName(once.text)?.text).toBe(once.text);
    }));
  });
});

describe('other fields', () => {
  it.each([
    ['１３８　００１３　８０００', '13800138000'],
    ['+86 138-0013-8000', '13800138000'],
    ['0737-6161234', '07376161234'],
    ['013800138000', '13800138000'],
    ['11111111111', undefined],
    ['无', undefined],
  ])('telephone %s', (typed, expected) => expect(preparePhone(typed)).toBe(expected));

  it.each([
    ['示例县柳林镇塘坊村4组45号', '柳林塘坊村4组45号'],
    ['柳林塘坊村4社45号', '柳林塘坊村4组45号'],
    ['湖南省益阳市赫山区柳林镇塘坊村第四村民小组４５号', '柳林塘坊村4组45号'],
    ['柳林鎮塘坊村十二组45号', '柳林塘坊村12组45号'],
  ])('address %s', (typed, expected) => expect(prepareAddress(typed)?.text).toBe(expected));

  it.each([['19880117', '1988-01-17'], ['1988-1-7', '1988-01-07'], ['1988年1月7日', '1988-01-07'], ['19880231', undefined]])(
    'birth date %s',
    (typed, expected) => expect(prepareBirthDate(typed)).toBe(expected),
  );

  it.each([['１', 'male'], ['女', 'female'], ['9', undefined], ['unknown', undefined]])('sex %s', (typed, expected) =>
    expect(prepareSex(typed)).toBe(expected));

  it('keeps an unreadable identity number for comparison and says that it is not valid', () => {
    expect(prepareIdCard('110105194912310021')).toMatchObject({ number: '110105194912310021', valid: false });
    expect(prepareIdCard('110105491231002')).toMatchObject({ number: '11010519491231002X', valid: true, from15Digits: true });
  });

  it('treats empty text as missing', () => {
    expect(preparePerson({ id: '1', name: ' ', phone: '' })).toEqual({ id: '1' });
  });
});

describe('distances', () => {
  it.each([['abcd', 'abcd', 0], ['abcd', 'abdc', 1], ['abcd', 'abxd', 1], ['abcd', 'acd', 1], ['abcd', 'badc', 2], ['abcd', 'wxyz', 3]])(
    '%s to %s is %i',
    (a, b, distance) => expect(editDistance(a, b, 2)).toBe(distance),
  );

  it('is symmetric', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
      expect(editDistance(a, b, 3)).toBe(editDistance(b, a, 3));
      expect(jaroWinkler(a, b)).toBeCloseTo(jaroWinkler(b, a), 1);
    }));
  });

  it('agrees with the published Jaro-Winkler examples', () => {
    expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.961, 3);
    expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.813, 3);
  });
});
