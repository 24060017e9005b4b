import type { Page } from 'playwright-core';

const QUIET_MS = 150;
const QUIET_MS_MAX = 15_000;

/** Resolves when nothing is loading and the page has not changed for a moment: a stable wait where no single element tells. */
export async function whenQuiet(page: Page): Promise<void> {
  await page.evaluate(
    ([quietMs = 0, maxMs = 0]) =>
      new Promise<void>((resolve, reject) => {
        const began = performance.now();
        let changed = began;
        const observer = new MutationObserver(() => (changed = performance.now()));
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        const look = (): void => {
          const now = performance.now();
          const busy = document.querySelector('[aria-busy="true"], .ant-skeleton, .ant-spin-spinning');
          const loading = busy !== null;
          const moving = document.getAnimations().some((animation) => animation.playState === 'running' && animation.effect?.getComputedTiming().iterations !== Infinity);
          if (!loading && !moving && now - changed > quietMs) {
            observer.disconnect();
            resolve();
          } else if (now - began > maxMs) reject(new Error(`the page does not come to rest (loading: ${busy?.outerHTML.slice(0, 300) ?? 'nothing'}, moving: ${moving})`));
          else setTimeout(look, 30);
        };
        look();
      }),
    [QUIET_MS, QUIET_MS_MAX],
  );
}
