/** HL7 v3 and DICOM moments: YYYYMMDDHHMMSS.sss±ZZZZ, cut at any place from the year on. Gives ISO text, or null. */
export function isoMoment(text: string | null): string | null {
  const found = /^(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:\.\d+)?([+-]\d{4}|Z)?$/.exec(text?.trim() ?? '');
  if (found === null) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = ''] = found;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${iso}Z`))) return null;
  return `${iso}${zone === 'Z' || zone === '' ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`}`;
}

/** Milliseconds on one line of time, for differences only. */
export function millisecondsOf(text: string | null): number | null {
  const found = /^(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?(\d{2})?(?:\.(\d+))?/.exec(text?.trim() ?? '');
  if (found === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = found;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) + (fraction === '' ? 0 : Number(`0.${fraction}`) * 1000);
}

/** A calendar day from YYYYMMDD or YYYY-MM-DD; null where it is none. */
export function isoDay(text: string | null): string | null {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text?.trim() ?? '');
  if (found === null) return null;
  const day = `${found[1]}-${found[2]}-${found[3]}`;
  const moment = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== day ? null : day;
}
