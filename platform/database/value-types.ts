import pg from 'pg';

const INT8_OID = 20;
const DATE_OID = 1082;

/**
 * Types that differ from the driver's default: bigint as number (our counters stay far below 2^53), `date` as
 * `YYYY-MM-DD` text (a calendar day has no time zone).
 */
export const valueTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8_OID) return Number;
    if (oid === DATE_OID) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};
