import type { Sql } from '#platform/database/transaction.ts';
import { mappingSchema, type MappingDocument } from '../rules/mapping/document.ts';
import { shippedMappings } from './shipped-mappings.ts';

export interface MappingVersion {
  readonly name: string;
  readonly versionNo: number;
  readonly content: unknown;
  readonly note: string;
  readonly savedAt: Date;
  readonly savedByName: string;
}

const COLUMNS = 'mapping_name as name, version_no as "versionNo", content, note, saved_at as "savedAt", saved_by_name as "savedByName"';

/** The newest saved version of each mapping. */
export const listNewestVersions = (sql: Sql): Promise<MappingVersion[]> =>
  sql.query(`select distinct on (mapping_name) ${COLUMNS} from exchange.mapping_version order by mapping_name, version_no desc`);

export const listVersions = (sql: Sql, name: string): Promise<MappingVersion[]> =>
  sql.query(`select ${COLUMNS} from exchange.mapping_version where mapping_name = $1 order by version_no desc limit 200`, [name]);

/** Contents by their hash, read and parsed once: each message asks for all mappings. */
const contents = new Map<string, unknown>();
const CONTENTS_MAX = 200;

/** What the newest saved versions say, by name; only what this process has not seen yet is fetched. */
export async function newestContents<Document extends object>(sql: Sql, parse: (content: unknown) => Document | undefined, kind: string): Promise<[string, Document][]> {
  const newest = await sql.query<{ name: string; versionNo: number; hash: string }>(
    'select distinct on (mapping_name) mapping_name as name, version_no as "versionNo", md5(content::text) as hash from exchange.mapping_version order by mapping_name, version_no desc',
  );
  const found: [string, Document][] = [];
  for (const { name, versionNo, hash } of newest) {
    const key = `${kind} ${hash}`;
    if (!contents.has(key)) {
      const [version] = await sql.query<{ content: unknown }>('select content from exchange.mapping_version where mapping_name = $1 and version_no = $2', [name, versionNo]);
      if (contents.size >= CONTENTS_MAX) contents.clear();
      contents.set(key, parse(version?.content) ?? null);
    }
    const document = contents.get(key) as Document | null;
    if (document !== null) found.push([name, document]);
  }
  return found;
}

/** The mappings in force: what was saved here before what comes with the house. */
export const mappingsInForce = async (sql: Sql): Promise<Map<string, MappingDocument>> =>
  new Map([...shippedMappings(), ...(await newestContents(sql, (content) => mappingSchema.safeParse(content).data, 'in'))]);

/** False where this number was taken meanwhile. */
export async function insertVersion(sql: Sql, version: Omit<MappingVersion, 'content'> & { content: unknown; organisationId: string | null; savedById: string }): Promise<boolean> {
  const inserted = await sql.execute(
    `insert into exchange.mapping_version (mapping_name, version_no, owner_organisation_id, content, note, saved_at, saved_by_id, saved_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint mapping_version_key do nothing`,
    [version.name, version.versionNo, version.organisationId, JSON.stringify(version.content), version.note, version.savedAt, version.savedById, version.savedByName],
  );
  return inserted === 1;
}
