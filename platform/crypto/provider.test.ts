import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { international } from './international.ts';
import { national } from './national.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('national algorithms give the published answers', () => {
  test('SM3: both examples of GB/T 32905', () => {
    expect(national.digest(Buffer.from('abc')).toString('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(national.digest(Buffer.from('abcd'.repeat(16))).toString('hex')).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  test('SM4: the example of GB/T 32907, once and a million times', { timeout: 60_000 }, () => {
    const key = hex('0123456789abcdeffedcba9876543210');
    const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    let block = cipher.update(key);
    expect(block.toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    for (let times = 1; times < 1_000_000; times += 1) block = cipher.update(block);
    expect(block.toString('hex')).toBe('595298c7c6fd271f0402f804c33d3f66');
  });

  test('SM2: the signature example of GB/T 32918.5 on the recommended curve', () => {
    const publicKey = ['04', '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020', 'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'].join('');
    const signature = hex(['f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3', 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'].join(''));
    expect(national.verify(publicKey, Buffer.from('message digest'), signature)).toBe(true);
    expect(national.verify(publicKey, Buffer.from('message digesT'), signature)).toBe(false);
  });
});

describe.each([national, international])('the $name provider', (provider) => {
  const key = Buffer.alloc(provider.keyBytes, 7);
  const about = Buffer.from('residents.identifier/1');

  test('opens what it sealed, and nothing that was changed, moved or cut', () => {
    const sealed = provider.seal(key, Buffer.from('110101199003070038 王𠮷'), about);
    expect(provider.open(key, sealed, about).toString()).toBe('110101199003070038 王𠮷');
    expect(() => provider.open(key, sealed, Buffer.from('residents.identifier/2'))).toThrow();
    expect(() => provider.open(Buffer.alloc(provider.keyBytes, 8), sealed, about)).toThrow();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = changed[at]! ^ 1;
      expect(() => provider.open(key, changed, about)).toThrow();
      expect(() => provider.open(key, sealed.subarray(0, at), about)).toThrow();
    }
  });

  test('never seals the same text alike', () => {
    expect(provider.seal(key, Buffer.from('x'), about).equals(provider.seal(key, Buffer.from('x'), about))).toBe(false);
  });

  test('verifies its own signature and no other', () => {
    const pair = provider.newSigningKey();
    const signature = provider.sign(pair, Buffer.from('报告'));
    expect(provider.verify(pair.publicKey, Buffer.from('报告'), signature)).toBe(true);
    expect(provider.verify(pair.publicKey, Buffer.from('报吿'), signature)).toBe(false);
    expect(provider.verify(provider.newSigningKey().publicKey, Buffer.from('报告'), signature)).toBe(false);
    expect(provider.verify(pair.publicKey, Buffer.from('报告'), signature.subarray(1))).toBe(false);
  });
});
