import type { Page } from 'playwright-core';

/** What catches the eye and no rule of accessibility: a frame that scrolls as a whole, a table cut at a phone's edge, a native file input, a link out of the portal's base. */
export const findSlips = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
    const framed = document.querySelector('.wb-frame, .pt-frame') !== null;
    const onPhone = window.innerWidth < 768;
    const wider = (selector: string) => [...document.querySelectorAll(selector)].map((element) => ({ element, by: element.scrollWidth - element.clientWidth })).filter(({ by }) => by > 1);
    const shown = (element: Element) => element.getClientRects().length > 0;
    return [
      ...(framed && scrollHeight > clientHeight + 1 ? [`the page is ${scrollHeight - clientHeight} px higher than the window`] : []),
      ...(framed && scrollWidth > clientWidth + 1 ? [`the page is ${scrollWidth - clientWidth} px wider than the window`] : []),
      ...(onPhone ? wider('main').map(({ by }) => `the content is ${by} px wider than a phone`) : []),
      ...(onPhone ? wider('.yg-plain-table').map(({ element, by }) => `the table ${element.getAttribute('aria-label')} is cut by ${by} px`) : []),
      ...[...document.querySelectorAll('input[type=file]')].filter(shown).map(() => 'a file input of the browser shows'),
      ...[...document.querySelectorAll('a[href^="/portal/portal"]')].map((link) => `a link leads to ${link.getAttribute('href')}`),
    ];
  });
