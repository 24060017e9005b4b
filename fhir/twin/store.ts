import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { fhirProblem } from '../problems.ts';
import { contentText } from '../repository/content.ts';
import { isMet, type ResourceWrite, type StoredResource } from '../repository/resource-write.ts';

/** One version as it was stored. */
export interface Version {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly lastUpdated: string;
  readonly deleted: boolean;
  /** JSON text; empty after a delete. */
  readonly content: string;
  /** The same, parsed; of a deletion only its type and id. */
  readonly resource: Resource;
}

type Asked = Pick<ResourceWrite, 'method' | 'resource' | 'precondition'>;

/** Every version of everything, oldest first. Lists are replaced, never changed: a copy of the map is the state as it was. */
export class VersionStore {
  private versions = new Map<string, readonly Version[]>();
  private readonly types = new Map<string, readonly Resource[]>();

  current(address: string): Version | undefined {
    return this.versions.get(address)?.at(-1);
  }

  versionsOf(address: string): readonly Version[] {
    return this.versions.get(address) ?? [];
  }

  all(): Version[] {
    return [...this.versions.values()].flat();
  }

  /** Current resources of a type. */
  listType(type: string): readonly Resource[] {
    let list = this.types.get(type);
    if (!list) {
      const current = [...this.versions.values()].map((versions) => versions.at(-1)!);
      this.types.set(type, (list = current.filter((each) => each.type === type && !each.deleted).map((each) => each.resource)));
    }
    return list;
  }

  /** All or nothing. */
  undoing<Result>(work: () => Result): Result {
    const before = new Map(this.versions);
    try {
      return work();
    } catch (error) {
      this.versions = before;
      this.types.clear();
      throw error;
    }
  }

  /** A new version, or the present one where nothing changes; as `writeResources` of the repository. */
  write({ method, resource, precondition }: Asked, { now, newId }: { now: Date; newId: () => string }): StoredResource {
    const problems = method === 'delete' ? [] : validateResource(resource);
    if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
    const id = resource.id ?? newId();
    const existing = this.current(`${resource.resourceType}/${id}`);
    const known = existing?.deleted === false ? existing : undefined;
    if (precondition && !isMet(precondition, known?.version ?? 0)) throw fhirProblem('fhir.version-conflict');
    if (method === 'delete' && !existing) throw fhirProblem('fhir.not-found');
    if (method === 'create' && known) throw fhirProblem('fhir.already-exists');
    const isSame = method === 'delete' ? !known : known?.content === contentText(resource, { id, version: known?.version ?? 0, lastUpdated: known?.lastUpdated ?? '' });
    if (existing && isSame) return { ...storedFrom(existing), changed: false, created: false };
    const at = { id, version: (existing?.version ?? 0) + 1, lastUpdated: now.toISOString() };
    const content = method === 'delete' ? '' : contentText(resource, at);
    const parsed = content === '' ? ({ resourceType: resource.resourceType, id } as Resource) : (parseFhirJson(content) as Resource);
    const version: Version = { ...at, type: resource.resourceType, deleted: content === '', content, resource: parsed };
    this.add(version);
    return { ...storedFrom(version), changed: true, created: !known && content !== '' };
  }

  private add(version: Version): void {
    const address = `${version.type}/${version.id}`;
    this.versions.set(address, [...this.versionsOf(address), version]);
    this.types.delete(version.type);
  }
}

const storedFrom = ({ resource, id, version, lastUpdated, content }: Version): Omit<StoredResource, 'changed' | 'created'> =>
  ({ type: resource.resourceType, id, version, lastUpdated, content, personId: null });
