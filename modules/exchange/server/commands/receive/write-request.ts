import type { Resource } from '#fhir/types/resources.gen.ts';
import type { LocalNumber } from '../../store/person-numbers.ts';
import type { SiteRow } from '../../store/sites.ts';

interface MappedMessage {
  readonly resources: readonly Resource[];
  readonly ifNew: ReadonlySet<string>;
}

export interface WriteRequest {
  readonly site: SiteRow;
  readonly messageId: string;
  readonly mapped: MappedMessage;
  /** Numbers by which the sender knows the person. */
  readonly numbers: readonly LocalNumber[];
  /** The message is about the person itself, whose data it may change. */
  readonly changesPerson: boolean;
}
