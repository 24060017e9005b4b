import { describe, expect, it } from 'vitest';
import { checkPassword, hashPassword, randomPassword, verifyPassword } from './passwords.ts';

describe('passwords', () => {
  it.each(['short-1A', 'alllowercase', 'aaaaaaaaaaaaaaaaaaaa', 'Zhang.San-2026', `${'aB3-'.repeat(40)}`])('"%s" is refused', (password) => {
    expect(() => checkPassword(password, 'zhang.san')).toThrowError(/password-weak/);
  });

  it.each(['Tivoka-4829', 'a quiet long sentence', '一二三四五六七八九十Ab1'])('"%s" is accepted', (password) => {
    expect(() => checkPassword(password, 'zhang.san')).not.toThrow();
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
