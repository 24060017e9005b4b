import { ownEntry } from '#platform/kernel/own-entry.ts';
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
/** Elements within a line: they do not end a word (`高<b>血压</b>`). */
const INLINE = /<\/?(?:a|abbr|b|big|cite|code|em|font|i|small|span|strong|sub|sup|tt|u|q)(?:\s[^>]*)?\/?>/gi;

/** The words of an XHTML narrative, without tags, comments and entities. */
export const plainText = (xhtml: string): string =>
  xhtml
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(INLINE, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{1,8}));/g, entityText);

function entityText(whole: string, ...groups: (string | undefined)[]): string {
  const [decimal, hex, name] = groups;
  if (name !== undefined) return ownEntry(NAMED, name) ?? whole;
  return character(decimal === undefined ? parseInt(hex!, 16) : Number(decimal));
}

const character = (point: number): string => (point <= 0x10ffff ? String.fromCodePoint(point) : ' ');
