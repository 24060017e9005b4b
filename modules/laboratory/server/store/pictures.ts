import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { PICTURE } from './sealed-pictures.ts';

export interface PictureRow {
  readonly id: string;
  readonly kind: 'gross' | 'slide';
  readonly pieceId: string | null;
  readonly caption: string;
  readonly mediaType: 'image/jpeg' | 'image/png';
  readonly content: Buffer;
}

const PICTURES_MAX = 24;

/** Pictures of the report, in the order in which they were added; one of them where an id is given. */
export async function listPictures(sql: Sql, { specimenId, pictureId }: { specimenId: string; pictureId?: string }): Promise<PictureRow[]> {
  const rows = await sql.query<PictureRow>(
    `select picture_id as id, kind, piece_id as "pieceId", caption, media_type as "mediaType", content from laboratory.picture
     where specimen_id = $1 and withdrawn_at is null and ($2::text is null or picture_id = $2) order by at, picture_id limit ${PICTURES_MAX}`,
    [specimenId, pictureId ?? null],
  );
  const opened: PictureRow[] = [];
  for (const row of rows) opened.push({ ...row, content: await PICTURE.open(sql, row.id, row.content) });
  return opened;
}

async function countPictures(tx: Transaction, specimenId: string): Promise<number> {
  return (await tx.query<{ count: number }>('select count(*)::int as count from laboratory.picture where specimen_id = $1 and withdrawn_at is null', [specimenId]))[0]!.count;
}

export const hasRoom = async (tx: Transaction, specimenId: string): Promise<boolean> => (await countPictures(tx, specimenId)) < PICTURES_MAX;

export interface NewPicture extends PictureRow {
  readonly specimenId: string;
  readonly organisationId: string;
  readonly sha256: string;
  readonly at: Date;
  readonly by: { readonly id: string; readonly name: string };
}

/** False where the specimen has the same picture; one that was withdrawn comes back with its new caption. */
export async function insertPicture(tx: Transaction, row: NewPicture): Promise<boolean> {
  const sealed = await PICTURE.seal(tx, row.id, row.content);
  const rows = await tx.query(
    `insert into laboratory.picture (picture_id, specimen_id, owner_organisation_id, kind, piece_id, caption, media_type, byte_count, sha256, content, at, by_id, by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (specimen_id, sha256) do update set withdrawn_at = null, kind = excluded.kind, piece_id = excluded.piece_id, caption = excluded.caption, at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name
       where laboratory.picture.withdrawn_at is not null returning 1`,
    [row.id, row.specimenId, row.organisationId, row.kind, row.pieceId, row.caption, row.mediaType, row.content.length, row.sha256, sealed, row.at, row.by.id, row.by.name],
  );
  return rows.length > 0;
}

export async function withdraw(tx: Transaction, { specimenId, pictureId, now }: { specimenId: string; pictureId: string; now: Date }): Promise<boolean> {
  return (await tx.execute('update laboratory.picture set withdrawn_at = $3 where specimen_id = $1 and picture_id = $2 and withdrawn_at is null', [specimenId, pictureId, now])) > 0;
}
