import type { Subject } from '#platform/access/subject.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Resource, ResourceType } from '#fhir/types/resources.gen.ts';

/** Versions named by a condition; `*` is whichever there is. */
export type VersionTags = '*' | readonly number[];

/** What a write asks of the current version (RFC 9110 §13.1.1, §13.1.2): to be among the first, not to be among the second. */
export interface Precondition {
  readonly ifMatch?: VersionTags | undefined;
  readonly ifNoneMatch?: VersionTags | undefined;
}

/** Whether the current version, 0 where there is none, is named; nothing is named by nothing. */
export const isNamed = (tags: VersionTags, version: number): boolean => version > 0 && (tags === '*' || tags.includes(version));

export const isMet = ({ ifMatch, ifNoneMatch }: Precondition, version: number): boolean =>
  (ifMatch === undefined || isNamed(ifMatch, version)) && (ifNoneMatch === undefined || !isNamed(ifNoneMatch, version));

export interface ResourceWrite {
  readonly method: 'create' | 'put' | 'delete';
  /** `id` optional for create; a delete needs only resourceType and id. */
  readonly resource: Resource;
  /** Where the resource is in what was sent, for the places of its mistakes; default its type. */
  readonly place?: string;
  /** The id was made by this server just now: no row can exist, none is looked for. */
  readonly isNewId?: boolean;
  /** Null keeps the present owner. */
  readonly ownerOrganisationId: string | null;
  /** Owner if the resource is new and `ownerOrganisationId` is null. */
  readonly newOwnerOrganisationId?: string | null;
  /** Fails with `fhir.version-conflict` unless it is met. */
  readonly precondition?: Precondition | undefined;
  /** Room whose workflow owns the resource. */
  readonly managedBy?: string;
}

export interface WriteContext {
  readonly tx: Transaction;
  readonly subject: Subject;
  readonly now: Date;
  readonly newId: () => string;
  /** Set for outside clients: row access and `managedBy` are checked, and `fhir.patient-written` is announced. */
  readonly outside?: boolean;
  /** The transaction ends behind this call: the last statements need not be waited for (`Transaction.soon`). */
  readonly endsSoon?: boolean;
}

export interface StoredResource {
  readonly type: ResourceType;
  readonly id: string;
  readonly version: number;
  readonly lastUpdated: string;
  /** JSON text; empty after a delete. */
  readonly content: string;
  /** False when a put found the same content and kept the version. */
  readonly changed: boolean;
  /** True when the resource did not exist (or was deleted) before. */
  readonly created: boolean;
  readonly personId: string | null;
}
