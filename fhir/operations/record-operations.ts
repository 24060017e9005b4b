import type { RawParameter } from '#fhir/search/query-string.ts';
import type { FhirDependencies } from '../interactions/dependencies.ts';
import { documentOperation } from './document.ts';
import { everythingOperation } from './everything.ts';
import { everythingOfAll, everythingOfGroup } from './everything-of-many.ts';
import { graphqlOperation } from './graphql.ts';
import { convertOperation } from './convert.ts';
import { diffOperation } from './diff/diff.ts';
import { indexStateOperation } from './index-state.ts';
import { lastNOperation } from './last-n.ts';
import { matchOperation } from './match/match.ts';
import { evaluateMeasureOperation } from './measure/evaluate-measure.ts';
import { changeMetaOperation, metaOfMany, metaOperation } from './meta.ts';
import { trailOperation } from './trail/trail.ts';
import { requireParametersOnly, textOf } from './operation-input.ts';
import { BOTH, type Operation, type OperationCall } from './operation-table.ts';

/** Where the address of an operation names both. */
const placeOf = ({ type, id, version }: OperationCall) => ({ type: type!, id: id!, ...(version === undefined ? {} : { version }) });

/** Of the address, and of a Parameters body: `{ name, value[x] }` with simple values. */
function parametersOf({ query, body }: OperationCall): readonly RawParameter[] {
  requireParametersOnly(body);
  const { parameter } = (body ?? {}) as { parameter?: unknown };
  if (!Array.isArray(parameter)) return query;
  const given = (parameter as Record<string, unknown>[]).flatMap((each) => {
    const value = Object.entries(each ?? {}).find(([name]) => name.startsWith('value'))?.[1];
    return typeof each?.name === 'string' && value !== undefined ? [{ name: each.name, value: String(value) }] : [];
  });
  return [...query, ...given];
}

/** What the rooms above answer for the FHIR floor. */
type Rooms = Pick<FhirDependencies, 'personMatcher' | 'measureEvaluator'>;

const at = (paths: readonly string[], run: Operation['run'], more: Partial<Operation> = {}): Operation[] => paths.map((path) => ({ path, methods: BOTH, run, ...more }));

/** $match, $diff, $lastn, $convert, $trail and $evaluate-measure. */
export const comparingOperations = (rooms: Rooms): readonly Operation[] => [
  ...at(['/Patient/$match'], (interaction, call) => matchOperation(interaction, { ...call, type: 'Patient' }, rooms.personMatcher), { methods: ['POST'] }),
  ...at(['/$convert'], ({ subject }, { body }) => convertOperation(subject, body), { methods: ['POST'] }),
  ...at(['/$diff', '/:type/:id/$diff'], diffOperation),
  ...at(['/AuditEvent/$trail'], (interaction, call) => trailOperation(interaction, parametersOf(call))),
  ...at(['/Observation/$lastn'], (interaction, call) => lastNOperation(interaction, parametersOf(call))),
  ...at(['/Measure/$evaluate-measure', '/Measure/:id/$evaluate-measure'], (interaction, call) => evaluateMeasureOperation(interaction, call, rooms.measureEvaluator)),
];

/** Operations on one resource or one record: $everything, $document, $meta, $graphql, $index-state. */
export const recordOperations: readonly Operation[] = [
  ...at(['/$meta', '/:type/$meta'], (interaction, { type }) => metaOfMany(interaction, type)),
  ...at(['/:type/:id/$meta', '/:type/:id/_history/:version/$meta'], (interaction, call) => metaOperation(interaction, placeOf(call))),
  ...at(['/Patient/$everything'], (interaction, call) => everythingOfAll(interaction, parametersOf(call)), { reading: 'export' }),
  ...at(['/Group/:id/$everything'], (interaction, call) => everythingOfGroup(interaction, call.id!, parametersOf(call)), { reading: 'export' }),
  ...at(['/:type/:id/$everything'], (interaction, call) => everythingOperation(interaction, { ...placeOf(call), parameters: parametersOf(call) }), { reading: 'export' }),
  // `persist` stores, and what is handed out may be signed, which is kept.
  ...at(['/Composition/$document', '/Composition/:id/$document'], (interaction, call) => documentOperation(interaction, call.id, parametersOf(call)), { reading: 'export', isChange: true }),
  ...at(['/SearchParameter/:id/$index-state'], (interaction, { id }) => indexStateOperation(interaction, id!), { methods: ['GET'] }),
  ...at(['/$graphql', '/:type/:id/$graphql'], (interaction, call) => {
    const { variables, operationName, query } = (call.body ?? {}) as Record<string, unknown>;
    return graphqlOperation(interaction, { ...(call.type === undefined ? {} : placeOf(call)), query: query ?? textOf(call, 'query'), variables, operationName });
  }, { isOnlyAlone: true }),
  ...(['add', 'delete'] as const).flatMap((change) =>
    at([`/:type/:id/$meta-${change}`], (interaction, call) => changeMetaOperation(interaction, placeOf(call), { change, body: call.body }), { methods: ['POST'], isChange: true })),
];
