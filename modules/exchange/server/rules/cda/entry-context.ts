import { childOf, childrenOf, type XmlElement } from '../xml/read-xml.ts';
import type { CdaBuilder } from './builder.ts';

export interface EntryContext {
  readonly builder: CdaBuilder;
  readonly subject: { readonly reference: string } | undefined;
  /** Code of the section around. */
  readonly section: string;
  /** Code of the document, such as C0004. */
  readonly document: string;
}

/** Who did it or wrote it. */
export const performersOf = (element: XmlElement, builder: CdaBuilder): { reference: string }[] =>
  [...childrenOf(element, 'performer').map((each) => childOf(each, 'assignedEntity')), ...childrenOf(element, 'author').map((each) => childOf(each, 'assignedAuthor'))]
    .flatMap((each) => builder.performer(each) ?? []);
