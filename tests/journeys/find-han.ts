import type { Page, Response } from 'playwright-core';

/** What the platform itself says: headings, labels, buttons, column heads, hints, names for screen readers. */
const CHROME = 'h1, h2, h3, h4, label, legend, th, dt, p, nav a, nav li, button, a, [role], [placeholder], [aria-label], [title], .yg-quiet, .ant-segmented-item-label';
/** Written in Chinese on purpose, such as the button back to it. */
const CHINESE = '[lang^="zh"]';

/** Collects every word that the server sent: names of people, places, departments, diagnoses. The two languages of a `Text` are no data. */
export function gatherData(page: Page): { readonly words: Set<string>; settled(): Promise<void> } {
  const words = new Set<string>();
  const reading: Promise<void>[] = [];
  const gather = (value: unknown, key?: string): void => {
    if (typeof value === 'string' && key !== 'zh') words.add(value.replace(/\s+/g, ' ').trim());
    else if (value !== null && typeof value === 'object') for (const [name, inner] of Object.entries(value)) gather(inner, name);
  };
  page.on('response', (response: Response) => {
    if (!/\/(api|fhir)\//.test(response.url()) || !/json/.test(response.headers()['content-type'] ?? '')) return;
    reading.push(response.json().then((body) => gather(body), () => undefined));
  });
  return { words, settled: async () => void (await Promise.all(reading)) };
}

/** Han characters that stand in the words of the platform although its language is English. */
export async function findHan(page: Page, data: ReadonlySet<string>): Promise<string[]> {
  const shown = await page.evaluate(
    ([chrome = '', chinese = '']) => {
      const found = new Set<string>();
      for (const element of document.querySelectorAll<HTMLElement>(chrome)) {
        if (element.closest(chinese) !== null || !element.checkVisibility()) continue;
        const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? '');
        for (const words of [...own, element.getAttribute('placeholder'), element.getAttribute('aria-label'), element.getAttribute('title')]) {
          if (words && /\p{Script=Han}/u.test(words)) found.add(words.replace(/\s+/g, ' ').trim());
        }
      }
      return [...found];
    },
    [CHROME, CHINESE],
  );
  const longestFirst = [...data].filter((word) => /\p{Script=Han}/u.test(word)).sort((a, b) => b.length - a.length);
  return shown.filter((words) => /\p{Script=Han}/u.test(longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), words)));
}
