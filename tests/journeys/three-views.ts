import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { stateTitles, type ReferralDetail, type ReferralState } from '#modules/referral/contract.ts';
import type { Task } from '#fhir/types/resources.gen.ts';
import type { Journey } from './journey.ts';

/** The same referral as the desk, the command line and a FHIR client see it. */
export interface ThreeViews {
  /** All three see the referral in this state; the desk without being loaded again. */
  expect(id: string, state: ReferralState): Promise<void>;
}

/** These leave the board; the list keeps them. */
const ENDED: readonly ReferralState[] = ['closed', 'stable'];

export async function openThreeViews(journey: Journey, desk: Page): Promise<ThreeViews> {
  const token = await fetchToken(journey);
  const poll = async (id: string): Promise<Task> => {
    const answer = await fetch(`${journey.url}/fhir/Task/${id}`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Task;
  };
  return {
    expect: async (id, state) => {
      const shown = (await journey.yigong('referral', 'show', id)) as ReferralDetail;
      expect(shown.state).toBe(state);
      const task = await poll(id);
      expect(task.businessStatus?.coding?.[0]?.code).toBe(state);
      if (ENDED.includes(state)) {
        await desk.locator(`[data-card="${id}"]`).waitFor({ state: 'detached' });
        return;
      }
      await desk.getByRole('region', { name: new RegExp(`^${stateTitles[state].zh}( |$)`) }).locator(`[data-card="${id}"]`).waitFor();
    },
  };
}

/** A machine client of its own, as a hospital's interface engine would have one. */
async function fetchToken(journey: Journey): Promise<string> {
  const client = (await journey.yigong('client', 'create', '--name', 'journey', '--scope', 'system/*.rs')) as { client_id: string; client_secret: string };
  const answer = await fetch(`${journey.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', ...client }) });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}
