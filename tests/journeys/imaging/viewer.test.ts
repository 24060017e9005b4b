import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ctStudy, type PhantomStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { openJourney, type Journey } from '../journey.ts';
import { KNOWN, knownFile, stowRequest, uidOf } from './known-phantoms.ts';

const TECHNICIAN = 'chenglijun';
const SLICES = 200;
/** About a second on a machine of its own; tests share two cores with a database. */
const FIRST_IMAGE_MS_MAX = 5_000;
const SEED = `viewer journey ${Date.now()}`;
const study = (seed: string, date: string): PhantomStudy => ({ seed, patientId: SEED, patientName: 'Liang^Shishi=梁^试师', birthDate: '19700101', sex: 'M', date, time: '100000', accessionNumber: 'VJ1', characterSet: 'ISO_IR 192' });

const open = async (page: Page, studyUid: string): Promise<void> => {
  await page.goto(`/imaging/studies/${studyUid}`);
  await page.locator('canvas[data-shown="frame"]').first().waitFor();
};

/** Colours in the middle of the four bands, off the pixels of the canvas itself. */
const bands = (page: Page): Promise<number[][]> =>
  page.locator('canvas').first().evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const side = Math.min(canvas.width, canvas.height);
    const context = canvas.getContext('2d')!;
    return [0, 1, 2, 3].map((band) => [...context.getImageData(Math.round(canvas.width / 2 + (band - 1.5) * (side / 4)), Math.round(canvas.height / 2), 1, 1).data].slice(0, 3));
  });

describe('the viewer', () => {
  let journey: Journey;
  let page: Page;
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.open(TECHNICIAN);
    const files = [...ctStudy(study(SEED, '20260601'), { slices: SLICES, noduleMm: 10 }), ...ctStudy(study(`${SEED} prior`, '20260101'), { slices: SLICES, noduleMm: 6 }), ...KNOWN.map((phantom) => knownFile(phantom, SEED).bytes)];
    const answer = await page.request.post('/dicom-web/studies', stowRequest(files));
    expect(answer.status(), await answer.text()).toBe(200);
  });
  afterAll(() => journey?.close());

  it.each(KNOWN)('shows $title with the colours that its values have', async (phantom) => {
    await open(page, knownFile(phantom, SEED).studyUid);
    for (const [frame, shown] of phantom.shown.entries()) {
      await page.keyboard.press('Home');
      for (let step = 0; step < frame; step += 1) await page.keyboard.press('ArrowDown');
      await page.locator(`canvas[data-shown="frame"][data-slice$="/${frame + 1}"]`).waitFor();
      await expect.poll(() => bands(page)).toEqual(shown.map((colour) => [...colour]));
    }
    await page.keyboard.press('i');
    await expect.poll(() => bands(page)).toEqual(phantom.shown.at(-1)!.map((colour) => colour.map((level) => 255 - level)));
  });

  it(`has the first image of ${SLICES} slices on screen soon, with the prior beside it, and scrolls both`, async () => {
    await page.goto(`/imaging/studies/${uidOf(SEED)}`);
    await page.waitForFunction(() => performance.getEntriesByName('yigong-first-image').length > 0);
    const firstImageMs = await page.evaluate(() => performance.getEntriesByName('yigong-first-image')[0]!.startTime);
    process.stdout.write(`first image of ${SLICES} slices: ${Math.round(firstImageMs)} ms after navigation\n`);
    expect(firstImageMs).toBeLessThan(FIRST_IMAGE_MS_MAX);
    await page.locator('canvas[data-shown="frame"]').nth(1).waitFor();
    await page.getByText('梁试师').first().waitFor();
    const labels = () => page.locator('.imaging-pane canvas').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    await page.locator('canvas').first().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    await expect.poll(labels).toEqual(['图像 11/200', '图像 11/200']);
    await page.locator('canvas').first().hover();
    await page.mouse.wheel(0, 100);
    await expect.poll(labels).toEqual(['图像 12/200', '图像 12/200']);
    expect(await page.locator('[data-edge]').evaluateAll((all) => all.slice(0, 4).map((each) => each.textContent))).toEqual(['R', 'L', 'A', 'P']);
    await page.keyboard.press('2');
    await page.locator('[data-window="40,400"]').waitFor();
  });

  it('measures in millimetres and Hounsfield units, and keeps it over a reload', async () => {
    await open(page, uidOf(SEED));
    await page.locator('canvas').nth(1).waitFor();
    await page.keyboard.press('7');
    await page.locator('canvas').nth(1).waitFor({ state: 'detached' });
    const box = (await page.locator('canvas').first().boundingBox())!;
    // 128 columns of 2.5 mm fit into the smaller side.
    const mmPerPx = 320 / Math.min(box.width, box.height);
    const [middleX, middleY] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.keyboard.press('l');
    await page.mouse.move(middleX - 60, middleY);
    await page.mouse.down();
    await page.mouse.move(middleX + 60, middleY, { steps: 4 });
    await page.mouse.up();
    // In the right lung of the middle slice, air of −850 HU with a grain of 0 to 15.
    await page.keyboard.press('r');
    const [lungX, lungY] = [middleX - 62 / mmPerPx, middleY - 8 / mmPerPx];
    await page.mouse.move(lungX - 15, lungY - 15);
    await page.mouse.down();
    await page.mouse.move(lungX + 15, lungY + 15, { steps: 4 });
    await page.mouse.up();
    const read = async (): Promise<string[]> => {
      await page.getByRole('button', { name: /^测量/ }).first().click();
      return page.locator('.imaging-result').allTextContents();
    };
    const [length, region] = await read();
    expect(Math.abs(Number(/^([\d.]+) mm$/.exec(length!)![1]) - 120 * mmPerPx)).toBeLessThan(1);
    const mean = Number(/均值 (-?[\d.]+) HU/.exec(region!)![1]);
    expect(mean).toBeGreaterThan(-850);
    expect(mean).toBeLessThan(-835);
    await page.reload();
    await page.locator('canvas[data-shown="frame"]').first().waitFor();
    expect(await read()).toEqual([length, region]);
  });
});
