/** Elements and attributes that a narrative may use (https://hl7.org/fhir/R4/narrative.html, txt-1). */
const ELEMENTS = new Set(
  ('a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li map area ol p pre q ' +
    'samp small span strong sub sup table tbody td tfoot th thead tr tt ul var ins del kbd u nav bdo s strike center font').split(' '),
);

const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g;
const ENTITY = /^&(#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);/;

/** True for a well-formed `div` with allowed elements only: no scripts, forms, event handlers or foreign links. */
export function isSafeNarrative(div: string): boolean {
  const text = div.trim();
  if (!/^<div[\s>]/.test(text)) return false;
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '<') {
      TAG.lastIndex = at;
      const match = TAG.exec(text);
      if (!match || !applyTag(match, open)) return false;
      at = TAG.lastIndex;
      if (open.length === 0 && at < text.length) return false;
    } else if (character === '&' && !ENTITY.test(text.slice(at, at + 12))) {
      return false;
    } else {
      at += 1;
    }
  }
  return open.length === 0;
}

function applyTag(match: RegExpExecArray, open: string[]): boolean {
  const [, closing, name, attributes, selfClosing] = match;
  if (name === undefined) return true;
  if (!ELEMENTS.has(name.toLowerCase())) return false;
  if (closing === '/') return open.pop() === name;
  for (const [, attribute, value] of (attributes ?? '').matchAll(ATTRIBUTE)) {
    if (/^on/i.test(attribute!) || /^["']\s*(javascript|vbscript):/i.test(value!)) return false;
  }
  if (selfClosing !== '/') open.push(name);
  return true;
}
