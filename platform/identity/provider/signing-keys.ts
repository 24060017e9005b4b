import type { JWK } from 'jose';
import type { Database } from '#platform/database/transaction.ts';

/** A new key signs after so many days; a former one stays published while what it signed may be shown. */
const ROTATE_DAYS = 90;
const PUBLISH_DAYS = 100;

/** Private keys, the one that signs first; makes one where there is none or the newest is old. */
export async function readSigningKeys(database: Database): Promise<JWK[]> {
  return database.transaction(async (tx) => {
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('identity.signing-key', 0))");
    const fresh = await tx.query('select 1 from identity.signing_key where created_at > clock_timestamp() - make_interval(days => $1) limit 1', [ROTATE_DAYS]);
    if (fresh.length === 0) {
      const { exportJWK, generateKeyPair } = await import('jose');
      const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
      const kid = `yigong-${Date.now().toString(36)}`;
      await tx.execute('insert into identity.signing_key (key_id, jwk) values ($1, $2)', [kid, JSON.stringify({ ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' })]);
    }
    await tx.execute('delete from identity.signing_key where created_at < clock_timestamp() - make_interval(days => $1)', [ROTATE_DAYS + PUBLISH_DAYS]);
    const rows = await tx.query<{ jwk: JWK }>('select jwk from identity.signing_key order by created_at desc limit 10');
    return rows.map(({ jwk }) => jwk);
  });
}
