import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJourney, type Account, type Journey } from './journey.ts';

/** Accounts of this file alone: what they set up here would stand in the way of other journeys. */
let journey: Journey;
let organisationId: string;
beforeAll(async () => {
  journey = await openJourney();
  const page = await journey.open('lvchunyan');
  const session = (await (await page.request.get('/api/session')).json()) as { acting: string };
  organisationId = session.acting;
  await page.context().close();
});
afterAll(() => journey?.close());

async function newAccount(name: string, role: string): Promise<Account> {
  const login = `journey-${role}-${Date.now()}`;
  const made = (await journey.yigong('user', 'create', login, '--name', name, '--role', role, '--at', organisationId)) as { password: string };
  return { login, password: made.password, name, organisation: '' };
}

async function signInAs(page: Page, { login, password }: Account): Promise<void> {
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

async function signOut(page: Page, { name }: Account): Promise<void> {
  await page.getByRole('button', { name: `${name} 的菜单` }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByLabel('登录名').waitFor();
}

/** The code that an app would show for the secret on the page. */
async function codeOnPage(page: Page): Promise<{ secret: string; code: string }> {
  const secret = ((await page.locator('.yg-totp .yg-secret').textContent()) ?? '').replace(/\s/g, '');
  return { secret, code: codeOf(secret) };
}
const codeOf = (secret: string, steps = 0): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

const panel = (page: Page, name: RegExp) => page.getByRole('region', { name });

describe('signing in safely', () => {
  it('with password and the code of an app, or a code from paper', async () => {
    const account = await newAccount('试验员甲', 'specialist');
    const page = await journey.open();
    await page.goto('/security');
    await signInAs(page, account);
    await panel(page, /验证器应用/).getByRole('button', { name: '设置验证器应用' }).click();
    await page.getByAltText('验证器应用二维码').waitFor();
    const { secret, code } = await codeOnPage(page);
    await page.getByLabel('应用显示的 6 位验证码').fill(code);
    await page.getByRole('button', { name: '确认启用' }).click();
    await page.getByRole('button', { name: '已保存好' }).waitFor();
    const codes = await page.getByRole('list', { name: '恢复码' }).getByRole('listitem').allTextContents();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: '已保存好' }).click();
    await panel(page, /验证器应用/).getByText('已启用').waitFor();

    await signOut(page, account);
    await signInAs(page, account);
    await page.getByLabel('验证码').fill('000000');
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByRole('alert').filter({ hasText: '验证码不正确' }).waitFor();
    // The step of the set-up is used; the app shows the next one soon, and the window takes it already.
    await page.getByLabel('验证码').fill(codeOf(secret, 1));
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByRole('heading', { level: 1, name: '登录与安全' }).waitFor();

    await signOut(page, account);
    await signInAs(page, account);
    await page.getByLabel('验证码').fill(codes[0]!);
    await page.getByRole('button', { name: '继续' }).click();
    await panel(page, /验证器应用/).getByText('剩余 9 个').waitFor();
    await page.context().close();
  });

  it('with a passkey alone', async () => {
    const account = await newAccount('试验员乙', 'specialist');
    const page = await journey.open();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await page.goto('/security');
    await signInAs(page, account);
    await panel(page, /通行密钥/).getByRole('button', { name: '添加通行密钥' }).click();
    await page.getByLabel('名称').fill('诊室电脑');
    await panel(page, /通行密钥/).getByRole('button', { name: '添加通行密钥' }).click();
    await page.getByRole('button', { name: '已保存好' }).click();
    await panel(page, /通行密钥/).getByRole('cell', { name: '诊室电脑', exact: true }).waitFor();

    await signOut(page, account);
    await page.getByRole('button', { name: '使用通行密钥' }).click();
    await panel(page, /登录的设备/).getByRole('cell', { name: '通行密钥' }).first().waitFor();
    expect(await page.getByRole('heading', { level: 1, name: '登录与安全' }).isVisible()).toBe(true);

    // The password alone is not enough any more.
    await signOut(page, account);
    await signInAs(page, account);
    await page.getByLabel('恢复码').waitFor();
    await page.getByRole('button', { name: '使用通行密钥' }).click();
    await page.getByRole('heading', { level: 1, name: '登录与安全' }).waitFor();
    await page.context().close();
  });

  it('and out again from another device', async () => {
    const account = await newAccount('试验员丙', 'specialist');
    const [desk, lost] = [await journey.open(), await journey.open(undefined, { userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36' })];
    await lost.goto('/');
    await signInAs(lost, account);
    await lost.getByRole('heading', { level: 1 }).waitFor();
    await desk.goto('/security');
    await signInAs(desk, account);
    const row = panel(desk, /登录的设备/).getByRole('row', { name: /Android/ });
    await row.getByRole('button', { name: /退出/ }).click();
    await row.waitFor({ state: 'detached' });
    await expect.poll(async () => (await lost.request.get('/api/drafts')).status(), { timeout: 3_000 }).toBe(401);
    expect((await desk.request.get('/api/drafts')).status()).toBe(200);
    // Nobody touches the lost one: what it shows is covered all the same, and the desk keeps the focus at its list.
    await lost.getByRole('dialog', { name: '登录已过期' }).waitFor();
    await expect.poll(() => desk.evaluate(() => document.activeElement?.textContent)).toBe('登录的设备');
    await desk.context().close();
    await lost.context().close();
  });
});

describe('a sensitive act', () => {
  it('asks for a second factor in its middle, sets one up where there is none, and goes on by itself', async () => {
    const account = await newAccount('安全员', 'security-administrator');
    const subject = await newAccount('受任员', 'specialist');
    const page = await journey.open();
    await page.goto(`/accounts?q=${subject.login}`);
    await signInAs(page, account);
    await page.getByRole('row', { name: /受任员/ }).first().click();
    await page.getByRole('button', { name: '授予角色' }).first().click();
    await page.getByLabel('角色').last().click();
    await page.getByText('转诊专员', { exact: true }).last().click();
    await page.getByLabel('原因').fill('轮岗需要');
    await page.locator('form').getByRole('button', { name: '授予角色' }).click();

    const dialog = page.getByRole('dialog', { name: '请先设置第二验证方式' });
    await dialog.getByLabel('当前密码').fill(account.password);
    await dialog.getByRole('button', { name: '继续' }).click();
    await dialog.getByAltText('验证器应用二维码').waitFor();
    await dialog.getByLabel('应用显示的 6 位验证码').fill((await codeOnPage(page)).code);
    await dialog.getByRole('button', { name: '确认启用' }).click();
    await dialog.getByRole('button', { name: '已保存好' }).click();
    await page.getByText('角色已授予').waitFor();

    const page2 = await journey.open();
    await page2.goto('/');
    await signInAs(page2, subject);
    await page2.getByText('转诊专员').first().waitFor();
    await page.context().close();
    await page2.context().close();
  });
});
