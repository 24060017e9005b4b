import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openJourney, type Journey } from './journey.ts';

let journey: Journey;
let app: Server;
let back: string;
beforeAll(async () => {
  journey = await openJourney();
  app = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>app</h1>'));
  await new Promise<void>((resolve) => app.listen(0, 'localhost', resolve));
  back = `http://localhost:${(app.address() as AddressInfo).port}/callback`;
});
afterAll(async () => {
  app?.closeAllConnections();
  app?.close();
  await journey?.close();
});

it('a resident allows an app to read the own record, and it gets that record', async () => {
  const scope = 'openid fhirUser launch/patient patient/*.rs';
  const { client_id: clientId } = (await journey.yigong('client', 'create-app', '--name', '健康助手', '--scope', scope, '--redirect', back)) as { client_id: string };
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL('/oidc/auth', journey.url);
  const parameters = { client_id: clientId, response_type: 'code', redirect_uri: back, scope, state: 'abc', code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', aud: `${journey.url}/fhir` };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);

  const page = await journey.open();
  const { login, password } = journey.account('jumin1');
  await page.goto(url.href);
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: '允许“健康助手”访问吗？' }).waitFor();
  await page.getByText('查看您本人的全部记录').waitFor();
  const shots = process.env['YIGONG_SHOTS'];
  if (shots) await page.screenshot({ path: `${shots}/authorise.png` });
  await page.getByRole('button', { name: '允许' }).click();
  await page.waitForURL((address) => address.href.startsWith(back));

  const code = new URL(page.url()).searchParams.get('code')!;
  const answer = await fetch(new URL('/oauth2/token', journey.url), {
    method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: back, client_id: clientId, code_verifier: verifier }),
  });
  const token = (await answer.json()) as { access_token: string; patient: string };
  expect([answer.status, token.patient]).toEqual([200, expect.any(String)]);
  const read = (path: string) => fetch(new URL(`/fhir/${path}`, journey.url), { headers: { authorization: `Bearer ${token.access_token}` } });
  expect((await read(`Patient/${token.patient}`)).status).toBe(200);
  expect(((await (await read('Patient?_summary=count')).json()) as { total: number }).total).toBe(1);

  // Without offline_access the app is out with the person.
  await page.goto(new URL('/portal', journey.url).href);
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect.poll(async () => (await read(`Patient/${token.patient}`)).status, { timeout: 5_000 }).toBe(401);
  await page.context().close();
});
