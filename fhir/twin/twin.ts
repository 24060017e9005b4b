import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import type { SearchRequest } from '#fhir/search/search-request.ts';
import type { SearchPage } from '../repository/search.ts';
import type { ResourceWrite, StoredResource } from '../repository/resource-write.ts';
import type { CoreTerminology } from '../terminology/core-systems.ts';
import { searchEverything, type TwinSurroundings } from './search.ts';
import { VersionStore } from './store.ts';

export interface TwinDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Address under which it is known, without a slash at the end. */
  readonly base?: string;
  /** Terminology of the definitions, from `openCoreTerminology`; without it only what is stored is known. */
  readonly core?: CoreTerminology;
}

/**
 * The clinical repository in memory: same answers, no database, no gate, no audit. Whoever holds it sees everything.
 * It looks at every resource for every question and is meant for some thousands.
 */
export class Twin {
  readonly store = new VersionStore();
  readonly base: string;
  private readonly clock: Clock;
  private readonly ids: Ids;
  private readonly core: CoreTerminology | undefined;

  constructor({ clock, ids, base = 'http://localhost/fhir', core }: TwinDependencies) {
    this.core = core;
    this.clock = clock;
    this.ids = ids;
    this.base = base;
  }

  newId(): string {
    return this.ids.newId();
  }

  write(write: Pick<ResourceWrite, 'method' | 'resource' | 'precondition'>): StoredResource {
    return this.store.write(write, { now: this.clock.now(), newId: () => this.newId() });
  }

  /** One request of each type: the same but for the type. */
  search(requests: readonly SearchRequest[]): SearchPage {
    return searchEverything(requests, this.surroundings());
  }

  private surroundings(): TwinSurroundings {
    const current = (address: string) => {
      const version = this.store.current(address);
      return version?.deleted === false ? version : undefined;
    };
    return {
      listType: (type) => this.store.listType(type),
      find: (address): Resource | undefined => current(address)?.resource,
      contentOf: (address) => current(address)?.content ?? '',
      core: this.core,
      now: this.clock.now(),
      bases: [this.base],
    };
  }
}
