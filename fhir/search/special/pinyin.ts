import { pinyin } from 'pinyin-pro';
import { isHan } from '../normalise-string.ts';

/** Longer texts are no names. */
const NAME_MAX = 12;
const REMEMBERED_MAX = 20_000;
const remembered = new Map<string, readonly string[]>();

/** How a Chinese name is typed in Latin letters: initials and whole syllables (王芳: `wf`, `wangfang`); none for other names. */
export function pinyinForms(name: string): readonly string[] {
  if (name === '' || name.length > NAME_MAX || !isHan(name)) return [];
  const known = remembered.get(name);
  if (known) return known;
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'removed' }).map((each) => each.toLowerCase());
  const forms = [...new Set([syllables.map((each) => each.charAt(0)).join(''), syllables.join('')])].filter((form) => form !== '');
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(name, forms);
  return forms;
}
