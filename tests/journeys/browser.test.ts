import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '#platform/testing/browser.ts';

describe('browser of the journeys', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('opens two separate sign-ins side by side', async () => {
    const [first, second] = await Promise.all([browser.newContext(), browser.newContext()]);
    const pages = await Promise.all([first.newPage(), second.newPage()]);
    for (const page of pages) {
      await page.setContent('<h1>转诊</h1>');
      expect(await page.textContent('h1')).toBe('转诊');
    }
    await Promise.all([first.close(), second.close()]);
  });
});
