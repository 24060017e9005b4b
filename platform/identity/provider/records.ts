import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Sql } from '#platform/database/transaction.ts';
import { hashToken } from '../tokens.ts';
import { findAppClient } from './app-clients.ts';

/** Grants are named in tokens and in our own rows; everything else is known by a value that only its holder has. */
const isSecret = (kind: string): boolean => kind !== 'Grant';
const keyOf = (kind: string, id: string): string => (isSecret(kind) ? hashToken(id) : id);

interface Row {
  readonly payload: AdapterPayload;
  readonly consumedAt: Date | null;
}

const COLUMNS = 'payload, consumed_at as "consumedAt"';
const LIVE = '(expires_at is null or expires_at > clock_timestamp())';

/**
 * What oidc-provider keeps, in PostgreSQL; values of tokens and codes are stored as hashes and put back when they are shown again. `usedTwice` makes the error
 * for whoever brings a code or a refresh token that another has used since it was read.
 */
export function createRecords(sql: Sql, { usedTwice }: { usedTwice: () => Error }): (kind: string) => Adapter {
  return (kind) => {
    const read = (row: Row | undefined, id?: string): AdapterPayload | undefined =>
      row && { ...row.payload, ...(id === undefined ? {} : { jti: id }), ...(row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {}) };
    const findOne = async (condition: string, value: string): Promise<Row | undefined> =>
      (await sql.query<Row>(`select ${COLUMNS} from identity.oidc_record where kind = $1 and ${condition} and ${LIVE}`, [kind, value]))[0];
    return {
      async upsert(id, payload, expiresIn) {
        const { jti: _jti, ...kept } = payload;
        await sql.execute(
          `insert into identity.oidc_record (kind, id_hash, grant_id, uid, payload, expires_at)
           values ($1, $2, $3, $4, $5, case when $6::float8 is not null then clock_timestamp() + make_interval(secs => $6) end)
           on conflict (kind, id_hash) do update set grant_id = excluded.grant_id, uid = excluded.uid, payload = excluded.payload, expires_at = excluded.expires_at`,
          [kind, keyOf(kind, id), payload.grantId ?? null, payload.uid ?? null, JSON.stringify(isSecret(kind) ? kept : payload), expiresIn ?? null],
        );
      },
      async find(id) {
        if (kind === 'Client') return findAppClient(sql, id);
        return read(await findOne('id_hash = $2', keyOf(kind, id)), id);
      },
      async findByUid(uid) {
        return read(await findOne('uid = $2', uid));
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        // The library looks whether it was used and marks it in two steps: of several at once all would look first.
        const key = [kind, keyOf(kind, id)];
        if ((await sql.execute('update identity.oidc_record set consumed_at = clock_timestamp() where kind = $1 and id_hash = $2 and consumed_at is null', key)) === 1) return;
        const [used] = await sql.query<{ grantId: string | null }>('select grant_id as "grantId" from identity.oidc_record where kind = $1 and id_hash = $2', key);
        if (used?.grantId != null) await endGrant(sql, used.grantId);
        throw usedTwice();
      },
      async destroy(id) {
        await sql.execute('delete from identity.oidc_record where kind = $1 and id_hash = $2', [kind, keyOf(kind, id)]);
      },
      async revokeByGrantId(grantId) {
        await endGrant(sql, grantId);
      },
    };
  };
}

/** Every token of a grant, and the grant itself: a token that is written a moment later opens nothing either. */
async function endGrant(sql: Sql, grantId: string): Promise<void> {
  await sql.execute('update identity.app_grant set ended_at = coalesce(ended_at, clock_timestamp()) where grant_id = $1', [grantId]);
  await sql.execute(`delete from identity.oidc_record where grant_id = $1 or (kind = 'Grant' and id_hash = $1)`, [grantId]);
}
