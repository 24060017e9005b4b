import type { Sql } from '#platform/database/transaction.ts';
import { hashToken, newToken } from '../tokens.ts';

const LAUNCH_MINUTES = 10;

export interface LaunchableApp {
  readonly clientId: string;
  readonly name: string;
}

/** Apps that can be opened from a record, by name; 100 at most. */
export const listLaunchableApps = (sql: Sql): Promise<LaunchableApp[]> =>
  sql.query<LaunchableApp>(
    `select client_id as "clientId", name from identity.client where launch_url is not null and disabled_at is null and 'launch' = any(scopes) order by name, client_id limit 100`,
  );

export interface Launch {
  readonly accountId: string;
  readonly clientId: string;
  readonly personId: string;
}

/** The address that opens the app on the person (SMART App Launch 2.0, "EHR Launch"); undefined where the app cannot be opened so. */
export async function beginLaunch(tx: Sql, { accountId, clientId, personId }: Launch, fhirBase: string): Promise<string | undefined> {
  const [app] = await tx.query<{ launchUrl: string }>(
    `select launch_url as "launchUrl" from identity.client where client_id = $1 and launch_url is not null and disabled_at is null and 'launch' = any(scopes)`,
    [clientId],
  );
  if (app === undefined) return undefined;
  const launch = newToken();
  await tx.execute('delete from identity.launch where expires_at < clock_timestamp()');
  await tx.execute(
    'insert into identity.launch (launch_hash, account_id, client_id, person_id, expires_at) values ($1, $2, $3, $4, clock_timestamp() + make_interval(mins => $5))',
    [hashToken(launch), accountId, clientId, personId, LAUNCH_MINUTES],
  );
  const url = new URL(app.launchUrl);
  url.searchParams.set('iss', fhirBase);
  url.searchParams.set('launch', launch);
  return url.href;
}

/** The person of a launch, once: undefined when it is over, somebody else's or another app's. */
export async function takeLaunch(tx: Sql, { launch, accountId, clientId }: { launch: string; accountId: string; clientId: string }): Promise<string | undefined> {
  const rows = await tx.query<{ personId: string }>(
    'delete from identity.launch where launch_hash = $1 and account_id = $2 and client_id = $3 and expires_at > clock_timestamp() returning person_id as "personId"',
    [hashToken(launch), accountId, clientId],
  );
  return rows[0]?.personId;
}
