import { execute, GraphQLError, Kind, parse, validate, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { Problem } from '#platform/kernel/problem.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { mayUse, requireSignedIn } from '../interactions/permission.ts';
import { readResource } from '../interactions/read.ts';
import { searchType } from '../interactions/search.ts';
import { fhirProblem } from '../problems.ts';
import { graphqlSchema, parameterNamed, type GraphqlReader } from './graphql-schema.ts';

const TEXT_MAX = 20_000;
const DEPTH_MAX = 15;
/** Fields after fragments are put in. */
const FIELDS_MAX = 1000;
/** Reads and searches of one request. */
const READS_MAX = 200;
const COUNT_MAX = 100;

export interface GraphqlAsked {
  /** Instance level: the resource is the root. */
  readonly type?: string;
  readonly id?: string;
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** $graphql (https://hl7.org/fhir/R4/graphql.html): reads only, each read and search through the gate and into the trail. */
export async function graphqlOperation(interaction: Interaction, { type, id, query, variables, operationName }: GraphqlAsked): Promise<Answer> {
  requireSignedIn(interaction.subject);
  if (type !== undefined && !isResourceType(type)) throw fhirProblem('fhir.unknown-type');
  const document = parsed(query);
  const schema = graphqlSchema(type);
  const limits = limitErrors(document);
  const errors = limits.length > 0 ? limits : validate(schema, document);
  if (errors.length > 0) return { status: 400, body: JSON.stringify({ errors: errors.slice(0, 20) }) };
  const reader = readerOf(interaction);
  // What is asked of a resource that is not there is no query that fails: the address is wrong.
  const root: unknown = type === undefined || id === undefined ? {} : JSON.parse((await readResource(interaction, { type, id })).body!);
  const result = await execute({
    schema,
    document,
    contextValue: reader,
    rootValue: root,
    variableValues: typeof variables === 'object' && variables !== null ? (variables as Record<string, unknown>) : {},
    operationName: typeof operationName === 'string' ? operationName : null,
  });
  return { status: 200, body: JSON.stringify(result) };
}

function parsed(query: unknown): DocumentNode {
  if (typeof query !== 'string' || query.length > TEXT_MAX) throw invalid('缺少 query，或内容过长。', 'The query is missing or too long.');
  try {
    return parse(query, { maxTokens: 5000 });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw invalid('query 不是有效的 GraphQL。', error.message);
  }
}

const invalid = (zh: string, en: string) => fhirProblem('fhir.invalid', [{ path: 'query', message: { zh, en } }]);

/** Depth and number of fields with fragments unfolded; a fragment within itself stops at the depth. */
function limitErrors(document: DocumentNode): GraphQLError[] {
  const fragments = new Map(document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]));
  if (document.definitions.some((each) => each.kind === Kind.OPERATION_DEFINITION && each.operation !== 'query')) {
    return [new GraphQLError('只支持查询。Only queries are served.')];
  }
  let fields = 0;
  const walk = (set: SelectionSetNode | undefined, depth: number): boolean => {
    if (depth > DEPTH_MAX) return false;
    return (set?.selections ?? []).every((selection) => {
      fields += 1;
      if (fields > FIELDS_MAX) return false;
      if (selection.kind === Kind.FRAGMENT_SPREAD) return walk(fragments.get(selection.name.value)?.selectionSet, depth + 1);
      return walk(selection.selectionSet, depth + 1);
    });
  };
  const isSmall = document.definitions.every((each) => each.kind !== Kind.OPERATION_DEFINITION || walk(each.selectionSet, 1));
  return isSmall ? [] : [new GraphQLError(`查询过深或过大。The query is too deep (${DEPTH_MAX}) or too large (${FIELDS_MAX} fields).`)];
}

function readerOf(interaction: Interaction): GraphqlReader {
  let reads = 0;
  const followed = new Map<string, Promise<unknown>>();
  const spend = (): void => {
    reads += 1;
    if (interaction.isGone?.()) throw new GraphQLError('请求方已断开。Whoever asked has hung up.');
    if (reads > READS_MAX) throw new GraphQLError(`一次查询最多读取 ${READS_MAX} 次。One query reads at most ${READS_MAX} times.`);
  };
  const read = async (type: string, id: string): Promise<unknown> => {
    spend();
    return JSON.parse((await told(readResource(interaction, { type, id }))).body!);
  };
  return {
    read,
    search: async (type, asked) => {
      spend();
      const { body } = await told(searchType(interaction, { type, parameters: parametersFrom(type, asked), isStrict: true }));
      const bundle = JSON.parse(body!) as { entry?: { resource: unknown; search: { mode: string } }[] };
      return (bundle.entry ?? []).filter((entry) => entry.search.mode === 'match').map((entry) => entry.resource);
    },
    follow: (reference) => {
      const [type = '', id = ''] = reference.split('/');
      if (!isResourceType(type) || id === '' || !mayUse(interaction.subject, type, 'r')) return Promise.resolve(null);
      let found = followed.get(reference);
      if (!found) followed.set(reference, (found = read(type, id).catch((error: unknown) => (error instanceof GraphQLError && error.extensions.code !== undefined ? null : Promise.reject(error)))));
      return found;
    },
  };
}

/** Refusals become errors of GraphQL with their code; faults stay faults. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new GraphQLError(`${error.text.zh} ${error.text.en}`, { extensions: { code: error.code } });
  }
}

const parametersFrom = (type: string, asked: Readonly<Record<string, unknown>>): RawParameter[] =>
  Object.entries({ _count: 20, ...asked }).map(([name, value]) => ({ name: parameterNamed(type, name), value: name === '_count' ? String(Math.min(Number(value), COUNT_MAX)) : String(value) }));
