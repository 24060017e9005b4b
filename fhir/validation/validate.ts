import type { ProblemDetail } from '#platform/kernel/problem.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { elementCheck, setResourceCheck } from './compile.ts';
import { Findings, notObject, unknownType } from './findings.ts';

interface ResourceLike {
  readonly resourceType?: unknown;
  readonly id?: unknown;
  readonly contained?: unknown;
  readonly meta?: { readonly versionId?: unknown; readonly lastUpdated?: unknown; readonly security?: unknown };
}

/** Mistakes of a resource against FHIR R4, empty when there is none. The value may be anything that JSON can say. */
export function validateResource(value: unknown, place?: string): ProblemDetail[] {
  const out = new Findings();
  checkResource(value, place ?? typeOf(value) ?? 'Resource', out);
  return out.details;
}

/** Mistakes of a Parameters that is a patch: its values belong to another resource, where their `#id` are. */
export function validatePatch(value: unknown): ProblemDetail[] {
  const out = new Findings();
  out.isFragment = true;
  checkResource(value, 'Parameters', out);
  return out.details;
}

function typeOf(value: unknown): string | undefined {
  const type = (value as ResourceLike | null)?.resourceType;
  return typeof type === 'string' && isResourceType(type) ? type : undefined;
}

/** A resource at the top, contained, or in a bundle. */
function checkResource(value: unknown, path: string, out: Findings): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return notObject(out, path);
  const type = typeOf(value);
  if (type === undefined) return unknownType(out, path);
  const isContained = path.includes('.contained[') && out.contained.size > 0;
  const outer = out.contained;
  const outerResource = out.resource;
  out.resource = value;
  if (!isContained) out.contained = containedIds(value);
  elementCheck(type)(value, path, out);
  checkContained(value, path, { out, isContained });
  out.contained = outer;
  out.resource = outerResource;
}

setResourceCheck(checkResource);

function containedIds(resource: ResourceLike): ReadonlySet<string> {
  if (!Array.isArray(resource.contained)) return NONE;
  return new Set(resource.contained.map((each) => String((each as ResourceLike | null)?.id)));
}

const NONE: ReadonlySet<string> = new Set();

/** dom-2 to dom-5 (https://hl7.org/fhir/R4/domainresource.html). */
function checkContained(resource: ResourceLike, path: string, { out, isContained }: { out: Findings; isContained: boolean }): void {
  if (isContained) {
    if (resource.contained !== undefined) out.add(path, '内含资源不能再内含资源（dom-2）。', 'A contained resource cannot contain others (dom-2).');
    if (resource.meta?.versionId !== undefined || resource.meta?.lastUpdated !== undefined) {
      out.add(path, '内含资源不能有版本或更新时间（dom-4）。', 'A contained resource has no versionId or lastUpdated (dom-4).');
    }
    if (resource.meta?.security !== undefined) out.add(path, '内含资源不能有安全标签（dom-5）。', 'A contained resource has no security label (dom-5).');
    return;
  }
  if (!Array.isArray(resource.contained)) return;
  const text = JSON.stringify(resource);
  resource.contained.forEach((each, index) => {
    const id = (each as ResourceLike | null)?.id;
    const isUsed = typeof id === 'string' && (text.includes(`"#${id}"`) || text.includes(`"#${id}\\"`) || JSON.stringify(each).includes('"reference":"#"'));
    if (!isUsed) out.add(`${path}.contained[${index}]`, '内含资源必须有 id 并被引用（dom-3）。', 'A contained resource has an id and is referred to (dom-3).');
  });
}
