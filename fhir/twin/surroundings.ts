import type { CoreTerminology } from '../terminology/core-systems.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';

export type ResourceTest = (resource: Resource) => boolean;

/** What a test of one resource needs to know of everything else that is stored. */
export interface Surroundings {
  readonly listType: (type: string) => readonly Resource[];
  /** By `Type/id`; the current version. */
  readonly find: (address: string) => Resource | undefined;
  /** Code systems and value sets of the definitions. */
  readonly core: CoreTerminology | undefined;
  readonly now: Date;
  /** Addresses of this server. */
  readonly bases: readonly string[];
}

/** A parameter of every resource, or one that no element stands behind. */
export interface OwnParameter {
  readonly code: string;
  readonly modifier: string | undefined;
  readonly value: string;
}
