import type { Locator, Page } from 'playwright-core';

const TABS_MAX = 80;

/** The keyboard and nothing else: no click, no focus by program. */
export interface Keyboard {
  /** Presses Tab until the element has the focus. */
  reach(target: Locator): Promise<void>;
  type(target: Locator, words: string): Promise<void>;
  /** Types into a choice and takes the first answer whose words match. */
  choose(target: Locator, words: string, answer?: RegExp): Promise<void>;
  press(keys: string): Promise<void>;
}

export function keyboardOf(page: Page): Keyboard {
  const hasFocus = (target: Locator): Promise<boolean> => target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement));
  const reach = async (target: Locator): Promise<void> => {
    await target.waitFor();
    for (let presses = 0; !(await hasFocus(target)); presses += 1) {
      if (presses === TABS_MAX) throw new Error(`Tab does not reach ${String(target)}`);
      await page.keyboard.press('Tab');
    }
  };
  return {
    reach,
    type: async (target, words) => {
      await reach(target);
      await page.keyboard.insertText(words);
    },
    choose: async (target, words, answer = new RegExp(words)) => {
      await reach(target);
      await page.keyboard.type(words);
      // The answer that Enter would take.
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option-active').filter({ hasText: answer }).waitFor();
      await page.keyboard.press('Enter');
    },
    press: (keys) => page.keyboard.press(keys),
  };
}
