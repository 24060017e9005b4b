import type { Item } from '#fhir/profiles/items.ts';
import type { Narrative } from '#fhir/types/resources.gen.ts';
import type { IssueList } from '../issues.ts';

/** What a narrative must be beyond txt-1 as writes ask it (https://hl7.org/fhir/R4/narrative.html); for $validate. */
export function checkNarrative({ value, path }: Item, list: IssueList): void {
  const { div } = value as Narrative;
  if (typeof div !== 'string') return;
  const at = `${path}.div`;
  // txt-2; three examples of HL7 have an empty narrative, so writes do not ask for it.
  if (!/<img\b/.test(div) && div.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1').replace(/<[^>]*>/g, '').trim() === '') list.error(at, ['叙述内容不能为空（txt-2）。', 'The narrative has some content that is not white space (txt-2).'], 'invariant');
  for (const [, scheme] of div.matchAll(LINK)) {
    if (!FOLLOWED.has(scheme!.toLowerCase())) list.error(at, [`叙述内容中的链接不能使用 ${scheme}:。`, `A link of a narrative cannot be followed with the scheme ${scheme}:.`]);
  }
  if (ACTIVE_STYLE.test(div)) list.error(at, ['叙述内容的样式不能含脚本（txt-1）。', 'A style of a narrative holds no script (txt-1).'], 'invariant');
  if (/<img\b(?![^>]*\ssrc\s*=)/.test(div)) list.error(at, ['图片必须给出 src。', 'An image has a src.']);
  const [, namespace] = /^\s*<div\b[^>]*?\sxmlns\s*=\s*["']([^"']*)["']/.exec(div) ?? [];
  if (namespace !== XHTML) list.error(at, [`叙述内容的命名空间应为 ${XHTML}。`, `The narrative is in the namespace ${XHTML}.`]);
  checkTags(div, at, list);
  for (const [, entity] of div.matchAll(/&([A-Za-z]\w*);/g)) {
    if (!ENTITIES.has(entity!)) list.error(at, [`XHTML 没有字符实体 &${entity};。`, `XHTML has no entity &${entity};.`]);
  }
}

/** A reader can follow addresses of the web and of mail; `urn:` leads nowhere. */
const LINK = /<a\b[^>]*\shref\s*=\s*["']\s*([a-z][a-z0-9+.-]*):/gi;
const FOLLOWED: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'mailto', 'tel', 'cid', 'data']);
const ACTIVE_STYLE = /\sstyle\s*=\s*(?:"[^"]*(?:javascript:|expression\s*\()|'[^']*(?:javascript:|expression\s*\())/i;
const XHTML = 'http://www.w3.org/1999/xhtml';

const TAG = /<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g;

/** Attributes of HTML 4.0, chapters 7 to 11 and 15, of links and of images (txt-1). */
const ANYWHERE = new Set(('id class style title lang xml:lang dir align valign char charoff width height span abbr axis headers scope rowspan colspan nowrap bgcolor accesskey tabindex ' +
  'cellpadding cellspacing border frame rules summary cite datetime compact start type value clear size noshade color face xmlns').split(' '));
/** Chapter 9.4 is left out of what R4 allows, and what is of HTML 5 is not in HTML 4. */
const BEYOND: ReadonlySet<string> = new Set(['ins', 'del', 'nav']);
const ON: Readonly<Record<string, ReadonlySet<string>>> = {
  a: new Set('href name charset hreflang rel rev shape coords'.split(' ')), img: new Set('src alt longdesc usemap ismap hspace vspace name'.split(' ')),
  map: new Set(['name']), area: new Set('shape coords href nohref alt'.split(' ')), pre: new Set(['xml:space']),
};

function checkTags(div: string, at: string, list: IssueList): void {
  for (const [, name, attributes] of div.replace(/<!--[\s\S]*?-->/g, '').matchAll(TAG)) {
    if (name !== name!.toLowerCase()) list.error(at, [`XHTML 的元素名要小写：${name}。`, `Elements of XHTML are written in lower case: ${name}.`]);
    if (BEYOND.has(name!)) list.error(at, [`叙述内容不能有 ${name} 元素（txt-1）。`, `A narrative has no element ${name} (txt-1).`], 'invariant');
    const names = [...(attributes ?? '').matchAll(ATTRIBUTE)].map(([, attribute]) => attribute!);
    if (new Set(names).size < names.length) list.error(at, [`${name} 元素的属性重复。`, `The element ${name} has an attribute twice.`]);
    for (const attribute of names) {
      const isKnown = ANYWHERE.has(attribute) || attribute.startsWith('xmlns:') || ON[name!]?.has(attribute) === true;
      if (!isKnown) list.error(at, [`叙述内容的 ${name} 元素不能有属性 ${attribute}（txt-1）。`, `The element ${name} of a narrative has no attribute ${attribute} (txt-1).`], 'invariant');
    }
  }
}

/** The 252 entities of HTML 4, and `apos` of XML. */
const ENTITIES: ReadonlySet<string> = new Set(
  ('quot amp lt gt apos nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 ' +
    'frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
    'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml ' +
    'divide oslash ugrave uacute ucirc uuml yacute thorn yuml fnof Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi ' +
    'Omega alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega thetasym upsih piv bull hellip prime Prime ' +
    'oline frasl weierp image real trade alefsym larr uarr rarr darr harr crarr lArr uArr rArr dArr hArr forall part exist empty nabla isin notin ni prod sum minus lowast radic prop infin ' +
    'ang and or cap cup int there4 sim cong asymp ne equiv le ge sub sup nsub sube supe oplus otimes perp sdot lceil rceil lfloor rfloor lang rang loz spades clubs hearts diams OElig ' +
    'oelig Scaron scaron Yuml circ tilde ensp emsp thinsp zwnj zwj lrm rlm ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo dagger Dagger permil lsaquo rsaquo euro').split(' '),
);
