import { expect, it } from 'vitest';
import { readXml, XmlRefusal } from './read-xml.ts';

const faultOf = (text: string): string => {
  try {
    readXml(text);
    return 'read';
  } catch (error) {
    return error instanceof XmlRefusal ? error.fault : String(error);
  }
};

it.each([
  ['an entity of a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml.document-type'],
  ['entities of entities', '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>', 'xml.document-type'],
  ['a document type behind the root', '<a><!DOCTYPE a [<!ENTITY x "ha">]></a>', 'xml.document-type'],
  ['an entity that nobody declared', '<a>&x;</a>', 'xml.entity'],
  ['two hundred and one elements in one another', `${'<a>'.repeat(202)}${'</a>'.repeat(202)}`, 'xml.too-deep'],
  ['a document type that only names a place', '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', 'read'],
])('%s', (_what, text, wanted) => expect(faultOf(text)).toBe(wanted));

it.each(['<!---->', '<![CDATA[]]>'])('reads a hundred thousand of %s before ten megabytes of blanks in one pass over the text', (opaque) => {
  // Looked for anew behind each, the other kind would be looked for through a terabyte.
  expect(faultOf(`<a>${opaque.repeat(100_000)}</a>${' '.repeat(10_000_000)}`)).toBe('read');
}, 60_000);
