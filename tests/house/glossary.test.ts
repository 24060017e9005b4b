import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSourceTree, ROOT, type SourceTree } from './tree.ts';

interface Word {
  readonly term: string;
  readonly chinese: string;
  readonly fhirType: string;
  readonly table: string;
  readonly home: string;
}

/** The rows of the table under `## Words` of each README; a room explains its words where it lives. */
function wordsOf(tree: SourceTree): Word[] {
  return [...tree.files.values()]
    .filter(({ path }) => /^(modules\/[^/]+|fhir|platform\/[^/]+)\/README\.md$/.test(path))
    .flatMap(({ path, text }) => {
      const section = /^## Words\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text)?.[1] ?? '';
      return [...section.matchAll(/^\|(.+)\|(.+)\|(.+)\|(.+)\|$/gm)]
        .map((match) => match.slice(1, 5).map((cell) => cell.trim()))
        .filter(([term = '']) => term !== 'term' && !/^-+$/.test(term))
        .map(([term = '', chinese = '', fhirType = '', table = '']) => ({ term, chinese, fhirType, table, home: path.replace('/README.md', '') }));
    });
}

function glossaryText(words: readonly Word[]): string {
  const sorted = [...words].sort((a, b) => a.term.toLowerCase().localeCompare(b.term.toLowerCase(), 'en') || a.home.localeCompare(b.home, 'en'));
  return [
    '# Glossary · 词汇表',
    '',
    'One word for one thing. Collected from the *Words* of each README by `YIGONG_WRITE=1 npx vitest run tests/house/glossary.test.ts`; never edited.',
    '',
    '| term | 中文 | FHIR type | table | where |',
    '|---|---|---|---|---|',
    ...sorted.map((word) => `| ${word.term} | ${word.chinese} | ${word.fhirType} | ${word.table} | [${word.home}](${word.home}/README.md) |`),
    '',
  ].join('\n');
}

test('the glossary holds the words of every room', () => {
  const words = wordsOf(readSourceTree());
  const text = glossaryText(words);
  const file = join(ROOT, 'GLOSSARY.md');
  if (process.env.YIGONG_WRITE === '1') writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
});

test('a word has one Chinese wording', () => {
  const wordings = new Map<string, Set<string>>();
  for (const { term, chinese } of wordsOf(readSourceTree())) wordings.set(term.toLowerCase(), (wordings.get(term.toLowerCase()) ?? new Set()).add(chinese));
  expect([...wordings].filter(([, chinese]) => chinese.size > 1).map(([term, chinese]) => `${term}: ${[...chinese].join(' / ')}`)).toEqual([]);
});
