import { sealedBytes } from '#platform/crypto/sealed-bytes.ts';

/** A picture has up to one and a half megabytes. */
export const PICTURE = sealedBytes({ purpose: 'laboratory.picture', table: 'laboratory.picture', id: 'picture_id', column: 'content', rowsMax: 20 });
