import { idOf, type SignedSource } from '#platform/signature/signed-source.ts';
import { charterDocument, resolutionDocument, type SignedDocument } from '../rules/signed-documents.ts';
import { findCharter } from './charters.ts';
import { listResolutionsById } from './meetings.ts';

const byName = (documents: readonly SignedDocument[]): Map<string, Buffer> => new Map(documents.map(({ document, bytes }) => [document, bytes]));

const signedResolutions: SignedSource = {
  kind: 'resolution',
  read: async (sql, documents) => byName((await listResolutionsById(sql, documents.map(idOf))).map(resolutionDocument)),
  list: (sql, { after, limit }) =>
    sql.query(
      `select 'resolution/' || r.resolution_id as document, m.state_since as at from governance.resolution r join governance.item i using (item_id) join governance.meeting m using (meeting_id)
       where 'resolution/' || r.resolution_id > $1 order by 'resolution/' || r.resolution_id limit $2`,
      [after, limit],
    ),
};

const signedCharters: SignedSource = {
  kind: 'charter',
  read: async (sql, documents) => {
    const charters = await Promise.all(documents.map((document) => findCharter(sql, idOf(document))));
    return byName(charters.filter((charter) => charter !== undefined).map(charterDocument));
  },
  list: (sql, { after, limit }) =>
    sql.query(
      `select 'charter/' || charter_id as document, max(recorded_at) as at from governance.charter_signature where 'charter/' || charter_id > $1 group by charter_id order by 1 limit $2`,
      [after, limit],
    ),
};

export const signedDocuments: readonly SignedSource[] = [signedResolutions, signedCharters];
