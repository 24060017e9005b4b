import type { JWK } from 'jose';
import { openFrom, sealInto } from '#platform/crypto/sealed-column.ts';
import type { Database, Sql } from '#platform/database/transaction.ts';
import { SIGNING_KEY } from '../sealed-columns.ts';

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
      const sealed = await sealInto(tx, SIGNING_KEY, { id: kid, text: JSON.stringify({ ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' }) });
      await tx.execute('insert into identity.signing_key (key_id, jwk) values ($1, to_jsonb($2::text))', [kid, sealed]);
    }
    await tx.execute('delete from identity.signing_key where created_at < clock_timestamp() - make_interval(days => $1)', [ROTATE_DAYS + PUBLISH_DAYS]);
    const rows = await tx.query<{ kid: string; jwk: unknown }>('select key_id as kid, jwk from identity.signing_key order by created_at desc limit 10');
    return Promise.all(rows.map(({ kid, jwk }) => openKey(tx, kid, jwk)));
  });
}

/** Keys of before this column was sealed are objects. */
async function openKey(sql: Sql, kid: string, stored: unknown): Promise<JWK> {
  if (typeof stored !== 'string') return stored as JWK;
  return JSON.parse(await openFrom(sql, SIGNING_KEY, { id: kid, text: stored })) as JWK;
}
