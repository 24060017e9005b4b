import type { OperationOutcome } from '#fhir/types/resources.gen.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import { issueOf, type Issue } from '#fhir/validation/issues.ts';
import { validateFully } from '#fhir/validation/validate-fully.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { UnreadResource } from '../interactions/format.ts';
import { informationOutcome } from '../interactions/outcome.ts';
import { requireSignedIn } from '../interactions/permission.ts';
import { readResource } from '../interactions/read.ts';
import { membershipIn } from '../terminology/membership.ts';
import { parameterOf, textOf, textsOf, type OperationInput } from './operation-input.ts';

/**
 * $validate on type and instance (https://hl7.org/fhir/R4/resource-operation-validate.html): the findings as an
 * OperationOutcome, always with status 200; nothing is stored. Without a resource in the body the stored one is checked.
 */
export async function validateOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireSignedIn(interaction.subject);
  const mode = textOf(input, 'mode');
  const given = resourceIn(input);
  const stored = input.id !== undefined && (given === undefined || mode === 'delete') ? await storedResource(interaction, input) : undefined;
  if (mode === 'delete') return answerOf([]);
  const resource = given ?? stored;
  const profiles = textsOf(input, 'profile');
  // What is told of a body that could be read as text, but holds what no resource has.
  if (resource instanceof UnreadResource) return answerOf(resource.details.map(({ path, message }) => ({ severity: 'error', code: 'structure', path, ...message })));
  const issues = await validateFully(resource, { sql: interaction.sql, profiles, isMember: membershipIn(interaction.sql) });
  return answerOf([...modeIssues(mode, profiles), ...placeIssues(resource, input, mode), ...issues]);
}

/** The resource itself, or the `resource` parameter of a Parameters. */
function resourceIn(input: OperationInput): unknown {
  const { body } = input;
  if ((body as { resourceType?: unknown } | null | undefined)?.resourceType !== 'Parameters') return body ?? undefined;
  const named = parameterOf(input, 'resource');
  const isOnlyInput = ['mode', 'profile'].some((name) => textOf({ ...input, query: [] }, name) !== undefined);
  return named ?? (isOnlyInput && input.type !== 'Parameters' ? undefined : body);
}

async function storedResource(interaction: Interaction, { type, id }: OperationInput): Promise<unknown> {
  const { body } = await readResource(interaction, { type: type!, id: id! });
  return body === undefined ? undefined : parseFhirJson(body);
}

function modeIssues(mode: string | undefined, profiles: readonly string[]): Issue[] {
  if (mode === 'profile' && profiles.length === 0) return [{ severity: 'error', code: 'required', path: '', zh: 'mode 为 profile 时必须给出 profile。', en: 'The mode profile needs a profile.' }];
  if (mode === undefined || ['create', 'update', 'profile'].includes(mode)) return [];
  return [{ severity: 'error', code: 'invalid', path: '', zh: 'mode 只能是 create、update、delete 或 profile。', en: 'mode is create, update, delete or profile.' }];
}

/** What the address and the mode ask of the resource. */
function placeIssues(resource: unknown, { type, id }: OperationInput, mode: string | undefined): Issue[] {
  const found = resource as { resourceType?: unknown; id?: unknown } | null | undefined;
  const issues: Issue[] = [];
  const add = (path: string, zh: string, en: string): number => issues.push({ severity: 'error', code: 'invalid', path, zh, en });
  if (type !== undefined && found?.resourceType !== type) add(`${type}.resourceType`, `应为 ${type} 资源。`, `This should be a ${type} resource.`);
  if (id !== undefined && found?.id !== undefined && found.id !== id) add(`${type}.id`, 'id 与地址不符。', 'The id is not that of the address.');
  if (mode === 'update' && id === undefined && found?.id === undefined) add(`${type ?? 'Resource'}.id`, '更新时必须给出 id。', 'An update needs the id.');
  return issues;
}

function answerOf(issues: readonly Issue[]): Answer {
  const [first, ...rest] = issues.map(issueOf);
  const outcome: OperationOutcome = first === undefined ? informationOutcome('未发现问题。', 'No problem was found.') : { resourceType: 'OperationOutcome', issue: [first, ...rest] };
  return { status: 200, body: JSON.stringify(outcome) };
}
