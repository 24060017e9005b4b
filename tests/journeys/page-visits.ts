import { CONTRACTS } from '#apps/server/modules.ts';
import { pages as portalPages } from '#apps/portal/pages.ts';
import { pages as workbenchPages } from '#apps/workbench/pages.ts';
import { listReferrals } from '#modules/referral/contract.ts';
import { listStudies } from '#modules/imaging/contract.ts';
import { listClinics } from '#modules/scheduling/contract/clinics.ts';
import { listDiagnosisOrders } from '#modules/shared-diagnosis/contract/orders.ts';
import type { Journey } from './journey.ts';

/** Accounts of the demonstration with the roles that this test counts on, the most ordinary first. */
const ACCOUNTS: readonly (readonly [string, readonly string[]])[] = [
  ['yanghuixia', ['township-doctor']],
  ['lvchunyan', ['referral-coordinator']],
  ['zhanglinchun', ['ward-manager']],
  ['zhouyongxin', ['index-manager']],
  ['lupengli', ['consortium-office']],
  ['hanhongwen', ['diagnostic-reader']],
  ['wangqincai', ['integrator']],
  ['liuhairong', ['insurance-office']],
  ['huguozhi', ['privacy-officer']],
  ['lvpengjian', ['health-bureau']],
  ['zhouminguang', ['system-administrator']],
  ['panyonghui', ['security-administrator']],
  ['lihongguo', ['audit-administrator']],
];
const RESIDENT = 'jumin1';

/** A page of the lists in apps/, somebody who may open it, and its address with real ids. */
export interface Visit {
  readonly name: string;
  readonly login: string | undefined;
  readonly path: (ids: Ids) => string;
}

export interface Ids {
  readonly referral: string;
  readonly person: string;
  readonly clinic: string;
  readonly study: string;
  readonly diagnosis: string;
  readonly ecg: string;
  readonly specimen: string;
  readonly region: string;
}

/** Ids of what the township's doctor may open. */
export async function findIds(journey: Journey): Promise<Ids> {
  const page = await journey.open('yanghuixia');
  const referrals = (await (await page.request.get(`/api${listReferrals.path}?box=out&state=submitted`)).json()) as { rows: { id: string; personId: string }[] };
  const clinics = (await (await page.request.get(`/api${listClinics.path}`)).json()) as { rows: { id: string }[] };
  const orders = (await (await page.request.get(`/api${listDiagnosisOrders.path}?state=amended`)).json()) as { rows: { id: string }[] };
  const studies = (await (await page.request.get(`/api${listStudies.path}`)).json()) as { rows: { studyUid: string }[] };
  const firstOf = async (list: string): Promise<string> => ((await (await page.request.get(`/api${list}`)).json()) as { rows: { id: string }[] }).rows[0]?.id ?? '';
  const [ecg, specimen] = [await firstOf('/ecg/records'), await firstOf('/laboratory/specimens')];
  await page.context().close();
  return { ecg, specimen, region: 'wuhua', diagnosis: orders.rows[0]?.id ?? '', referral: referrals.rows[0]?.id ?? '', person: referrals.rows[0]?.personId ?? '', clinic: clinics.rows[0]?.id ?? '', study: studies.rows[0]?.studyUid ?? '' };
}

const ID_OF: Readonly<Record<string, keyof Ids>> = { '/referrals/:id': 'referral', '/diagnosis/orders/:id': 'diagnosis', '/residents/:id': 'person', '/clinics/:clinicId': 'clinic', '/imaging/studies/:studyUid': 'study', '/ecg/records/:id': 'ecg', '/laboratory/specimens/:id': 'specimen', '/regions/:id': 'region' };

const addressOf = (path: string) => (ids: Ids): string => path.replace(/:\w+/, ids[ID_OF[path] ?? 'person']);

function accountFor(permission: string): string {
  const roles = CONTRACTS.flatMap((contract) => contract.permissions[permission]?.roles ?? []);
  const found = ACCOUNTS.find(([, held]) => permission === 'signed-in' || held.some((role) => roles.includes(role)));
  if (found === undefined) throw new Error(`no account of the demonstration holds ${permission}`);
  return found[0];
}

/** Every screen: sign-in, start pages, and each page of the two lists. */
export const VISITS: readonly Visit[] = [
  { name: 'sign-in of the workbench', login: undefined, path: () => '/' },
  { name: 'sign-in of the portal', login: undefined, path: () => '/portal' },
  { name: 'start page of the workbench', login: 'lvchunyan', path: () => '/' },
  { name: 'start page of the portal', login: RESIDENT, path: () => '/portal' },
  { name: 'an address that does not exist', login: 'yanghuixia', path: () => '/nowhere' },
  ...workbenchPages.map(({ path, permission }) => ({ name: path, login: accountFor(permission), path: addressOf(path) })),
  ...portalPages.map(({ path }) => ({ name: `/portal${path}`, login: RESIDENT, path: () => `/portal${path}` })),
];
