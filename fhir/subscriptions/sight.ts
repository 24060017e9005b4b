import type { Subject } from '#platform/access/subject.ts';
import { sightOf } from '#platform/access/sight.ts';
import { Database, sightedWithin, type Transaction } from '#platform/database/transaction.ts';
import type { Subscription } from '#fhir/types/resources.gen.ts';
import { mayUse } from '../interactions/permission.ts';
import { findResource, readText, type StoredText } from '../repository/read.ts';
import { creatorSubject, type Creator } from './creator.ts';
import type { Notice } from './queue.ts';

export interface Seen {
  readonly subject: Subject;
  readonly subscription: Subscription;
  readonly stored: StoredText;
}

/** What a notice is about, as the creator of the subscription may see it now; undefined when there is nothing (more) to tell. */
export async function seenNow(sql: Database | Transaction, creator: Creator & { readonly subscriptionId: string }, { type, id }: Notice): Promise<Seen | undefined> {
  const [subject, subscription] = [await creatorSubject(sql, creator), await findResource(sql, 'Subscription', creator.subscriptionId)];
  if (!subject || subscription?.status !== 'active' || !mayUse(subject, type, 'r')) return undefined;
  const stored = await readText(sql instanceof Database ? sql.sighted(sightOf(subject)) : sightedWithin(sql, sightOf(subject)), { subject, type, id });
  return !stored || stored.deleted ? undefined : { subject, subscription, stored };
}
