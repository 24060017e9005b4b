import { beyondSight } from '#platform/database/transaction.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import { resourceTypes, type Coding, type Meta, type Parameters } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { changeResource } from '../interactions/patch/patch-resource.ts';
import { mayUse, requireInteraction, requireSignedIn } from '../interactions/permission.ts';
import { readResource } from '../interactions/read.ts';
import { fhirProblem } from '../problems.ts';
import { requireParameters } from './operation-input.ts';
import { listLabels } from '../repository/meta-labels.ts';

export interface MetaAsked {
  readonly type: string;
  readonly id: string;
  readonly version?: string;
}

/** $meta: profiles, tags and security labels of a resource or of one version (https://hl7.org/fhir/R4/resource-operation-meta.html). */
export async function metaOperation(interaction: Interaction, asked: MetaAsked): Promise<Answer> {
  return answerOf(await readResource(interaction, asked));
}

/** $meta-add and $meta-delete: set operations on profiles, tags and labels; the change is a version of its own. */
export async function changeMetaOperation(interaction: Interaction, { type, id }: MetaAsked, { change, body }: { change: 'add' | 'delete'; body: unknown }): Promise<Answer> {
  const given = metaIn(body);
  const stored = await changeResource(interaction, { type, id, action: `fhir.meta-${change}`, change: (resource) => ({ ...resource, meta: changed((resource.meta ?? {}) as Meta, given, change) }) });
  return answerOf(stored);
}

/** $meta of a type or the system: every profile, tag and label in use among what the asker may see, which the scope of the statement says. */
export async function metaOfMany({ sql, subject, audit }: Interaction, type?: string): Promise<Answer> {
  if (type === undefined) requireSignedIn(subject);
  else requireInteraction(subject, type, 's');
  const types = type === undefined ? resourceTypes.filter((each) => mayUse(subject, each, 's')) : [type];
  const labels = await listLabels(beyondSight(sql), subject, types);
  await audit(subject, { action: 'fhir.meta', outcome: 'success', resource: type ?? null });
  const meta = Object.fromEntries(Object.entries(labels).filter(([, list]) => list.length > 0));
  return parametersOf(meta as Meta);
}

function answerOf(answer: Answer): Answer {
  const { meta = {} } = parseFhirJson(answer.body!) as { meta?: Meta };
  return parametersOf(meta);
}

/** A Meta without content is left out: FHIR has no empty elements. */
const parametersOf = (meta: Meta): Answer => {
  const parameter = Object.keys(meta).length === 0 ? {} : { parameter: [{ name: 'return', valueMeta: meta }] };
  return { status: 200, body: JSON.stringify({ resourceType: 'Parameters', ...parameter }) };
};

function metaIn(body: unknown): Meta {
  requireParameters(body);
  const { resourceType, parameter } = (body ?? {}) as Partial<Parameters>;
  const meta = resourceType === 'Parameters' && Array.isArray(parameter) ? parameter.find((each) => each?.name === 'meta')?.valueMeta : undefined;
  if (meta) return meta;
  throw fhirProblem('fhir.invalid', [{ path: 'Parameters.parameter', message: { zh: '缺少 meta 参数。', en: 'The parameter meta is missing.' } }]);
}

const sameCoding = (left: Coding, right: Coding): boolean => left.system === right.system && left.code === right.code;
const sameText = (left: string, right: string): boolean => left === right;

function changed(meta: Meta, given: Meta, change: 'add' | 'delete'): Meta {
  const merge = <T>(own: readonly T[] = [], other: readonly T[] = [], same: (left: T, right: T) => boolean): T[] | undefined => {
    const rest = own.filter((each) => change === 'add' || !other.some((one) => same(each, one)));
    const fresh = change === 'add' ? other.filter((each) => !own.some((one) => same(each, one))) : [];
    return rest.length + fresh.length === 0 ? undefined : [...rest, ...fresh];
  };
  return {
    ...meta,
    profile: merge(meta.profile, given.profile, sameText),
    tag: merge(meta.tag, given.tag, sameCoding),
    security: merge(meta.security, given.security, sameCoding),
  } as Meta;
}
