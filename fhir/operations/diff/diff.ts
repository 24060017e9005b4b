import { markLiterals, parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { readResource } from '../../interactions/read.ts';
import { fhirProblem } from '../../problems.ts';
import { textOf, type OperationInput } from '../operation-input.ts';
import { patchBetween } from './patch-between.ts';
import type { Content } from './patch-parts.ts';

interface Place {
  readonly type: string;
  readonly id: string;
  readonly version?: string;
}

/** What a patch takes at once. */
const OPERATIONS_MAX = 1000;
const REFERENCE = /^([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/(\d{1,9}))?$/;

/**
 * $diff: a FHIRPath Patch that makes one resource, or version, of another. Of an instance `fromVersion` (default the one before)
 * and `toVersion` (default the current); of the system `from` and `to`, references to resources of one type. Ids and the
 * version and time of `meta` are left out: a patch cannot change them.
 */
export async function diffOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  const [from, to] = input.id === undefined ? [placeIn(input, 'from'), placeIn(input, 'to')] : await versionsOf(interaction, input);
  if (from.type !== to.type) throw wrong('to', '两个资源的类型必须相同。', 'Both are of one type.');
  const [old, fresh] = [await contentOf(interaction, from), await contentOf(interaction, to)];
  const patch = patchBetween(old, fresh);
  if ((patch.parameter?.length ?? 0) > OPERATIONS_MAX) throw fhirProblem('fhir.patch-invalid', [{ path: 'Parameters', message: { zh: `差异超过 ${OPERATIONS_MAX} 处。`, en: `They differ in more than ${OPERATIONS_MAX} places.` } }]);
  markLiterals(patch);
  return { status: 200, body: printFhirJson(patch) };
}

async function versionsOf(interaction: Interaction, input: OperationInput): Promise<[Place, Place]> {
  const { type = '', id = '' } = input;
  const [fromVersion, toVersion] = [versionIn(input, 'fromVersion'), versionIn(input, 'toVersion')];
  const to = { type, id, ...(toVersion === undefined ? {} : { version: toVersion }) };
  if (fromVersion !== undefined) return [{ type, id, version: fromVersion }, to];
  const { etag } = await readResource(interaction, to);
  const before = Number(/\d+/.exec(etag ?? '')?.[0] ?? 1) - 1;
  // The first version has none before it: it is compared with itself.
  return [{ type, id, version: String(Math.max(before, 1)) }, to];
}

function versionIn(input: OperationInput, name: string): string | undefined {
  const text = textOf(input, name);
  if (text !== undefined && !/^\d{1,9}$/.test(text)) throw wrong(name, '应为版本号。', 'It is the number of a version.');
  return text;
}

function placeIn(input: OperationInput, name: string): Place {
  const [, type, id, version] = REFERENCE.exec(textOf(input, name) ?? '') ?? [];
  if (type === undefined || id === undefined) throw wrong(name, '应为资源引用，如 Patient/1 或 Patient/1/_history/2。', 'It is a reference such as Patient/1 or Patient/1/_history/2.');
  return { type, id, ...(version === undefined ? {} : { version }) };
}

async function contentOf(interaction: Interaction, place: Place): Promise<Content> {
  const { body } = await readResource(interaction, place);
  const { id: _id, ...content } = parseFhirJson(body!) as Content;
  const { versionId: _version, lastUpdated: _time, ...meta } = (content.meta ?? {}) as Content;
  // A stored resource always has a meta, so that it is never added or taken away as a whole.
  return { ...content, meta };
}

const wrong = (name: string, zh: string, en: string) => fhirProblem('fhir.invalid', [{ path: `Parameters.parameter[${name}]`, message: { zh, en } }]);
