import { sealedBytes } from '#platform/crypto/sealed-bytes.ts';

/** Messages are some kilobytes, documents some hundred. */
export const MESSAGE_BODY = sealedBytes({ purpose: 'exchange.message-body', table: 'exchange.message', id: 'message_id', column: 'body', rowsMax: 100 });
/** Tables have up to 200,000 rows. */
export const TABLE_BODY = sealedBytes({ purpose: 'exchange.table-body', table: 'exchange.table_import', id: 'import_id', column: 'body', rowsMax: 1 });
