import { describe, expect, it } from 'vitest';
import { checkPassword, hashPassword, randomPassword, verifyPassword } from './passwords.ts';

describe('passwords', () => {
  it.each(['short-1A', 'alllowercase', 'aaaaaaaaaaaaaaaaaaaa', 'Zhang.San-2026', `${'aB3-'.repeat(40)}`])('"%s" is refused', (password) => {
    expect(() => checkPassword(password, 'zhang.san')).toThrowError(/password-weak/);
  });

  it.each(['Tivoka-4829', 'a quiet long sentence', '一二三四五六七八九十Ab1'])('"%s" is accepted', (password) => {
    expect(() => checkPassword(password, 'zhang.san')).not.toThrow();
  });

  it.each([
    'Password-2026', 'P@ssw0rd1234', 'Qwertyuiop1!', 'Admin@123456', 'Abcd1234!@#$', '1qaz2wsx!QAZ', 'Yiyuan-2026!', 'Zhongguo@1949', 'Woaini520520!', 'Hospital#123', 'Abc12Abc12Abc12',
    'Iloveyou2025!', '19491001-Aa!', 'administrator2026', 'passwordpassword', 'qwertyuiopasdfgh', '我爱你我爱你Aa1我爱你我爱你', 'Letmein12345!', 'Welcome@2025', 'Huawei-12345',
  ])('"%s" is common', (password) => {
    expect(() => checkPassword(password, 'zhang.san')).toThrowError(/password-common/);
  });

  it.each(['correct horse battery staple', 'Wm7-kitex-Lq', '青山不改绿水长流后会有期Ab1', 'Doctor-jR8-vupel', 'Tivoka-bemuru-4829-dozi'])('"%s" is not', (password) => {
    expect(() => checkPassword(password, 'zhang.san')).not.toThrow();
  });

  it.each([
    ['one sign that stands for eighteen', '\uFDFA'], ['signs without width between those of a word', 'P\u200Ba\u200Bs\u200Bs\u200Bw\u200Bo\u200Br\u200Bd\u200B1'], ['the login with a sign without width in it', 'Zhang\u200B.San-2026-xq'],
    ['halves of signs', '\uD800\uD801\uD802\uD803\uD804\uD805-Ab1xyz'], ['a mark of direction', 'Tivoka-\u202E4829'], ['a NUL', 'Tivoka-\u00004829'], ['a digit in a circle for a sign', 'tivokabem①2'], ['the login in full width', 'Ｚｈａｎｇ．Ｓａｎ-Kq-2071'],
    ['a megabyte', 'aB3-x'.repeat(200_000)],
  ])('%s is refused', (_what, password) => {
    expect(() => checkPassword(password, 'zhang.san')).toThrowError(/password-weak/);
  });

  it('typed with composed or with combining signs are one', async () => {
    const stored = await hashPassword('Tivök\u00e9-4829-한국');
    expect(await verifyPassword(stored, 'Tivo\u0308ke\u0301-4829-한국')).toBe(true);
  });

  it('made at random pass their own rule and differ', () => {
    const made = Array.from({ length: 200 }, randomPassword);
    for (const password of made) expect(() => checkPassword(password, 'admin')).not.toThrow();
    expect(new Set(made).size).toBe(200);
  });

  it('are the same however the keyboard composes them, and are never stored', async () => {
    const stored = await hashPassword('Ｔｉｖｏｋａ－4829');
    expect(stored).toMatch(/^\$argon2id\$/);
    expect(await verifyPassword(stored, 'Tivoka-4829')).toBe(true);
    expect(await verifyPassword(stored, 'Tivoka-4828')).toBe(false);
    expect(await verifyPassword(undefined, 'Tivoka-4829')).toBe(false);
  });
});
