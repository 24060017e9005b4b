import { openPathEngine, type PathEngine } from '#fhir/fhirpath/evaluate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { setCustomParameters, type CustomMark, type FoundElement, type SearchParameterRow } from '../parameter-table.ts';
import { rowOfDefinition, typesReached, type CustomDefinition } from './definition.ts';
import { readElements } from './expression.ts';

interface Row {
  readonly parameterId: string;
  readonly definition: CustomDefinition;
  readonly state: 'indexing' | 'ready';
  readonly taskId: string | null;
}

let current = '[]';
let changes = 0;
let refreshing: Promise<void> = Promise.resolve();

/** Told after a commit that this process changed definitions: its next answer waits until they hold here. */
export const markDefinitionsChanged = (): void => {
  changes += 1;
};

export const definitionChanges = (): number => changes;

/** Reads the parameters defined at run time anew: at start-up, whenever some process changes one, and before rows are indexed anew. */
export function refreshCustomParameters(sql: Sql): Promise<void> {
  refreshing = refreshing.catch(() => undefined).then(() => load(sql));
  return refreshing;
}

async function load(sql: Sql): Promise<void> {
  const rows = await sql.query<Row>(
    `select parameter_id as "parameterId", definition, state, task_id as "taskId" from fhir.search_parameter order by parameter_id`,
  );
  const text = JSON.stringify(rows);
  if (text === current) return;
  const engine = rows.some(({ definition }) => definition.isInterpreted) ? await openPathEngine() : undefined;
  setCustomParameters(rows.map((row) => parameterRow(row, engine)));
  current = text;
}

function parameterRow({ parameterId, definition, state, taskId }: Row, engine: PathEngine | undefined): SearchParameterRow {
  const read = definition.isInterpreted ? readerOf(definition, engine!) : undefined;
  return { ...rowOfDefinition(definition), custom: { parameterId, url: definition.url, isReady: state === 'ready', taskId: taskId ?? undefined, read, limits: definition.limits } };
}

/** The elements that an expression finds in a resource; of a composite each with its parts. */
function readerOf({ expression, components }: CustomDefinition, engine: PathEngine): CustomMark['read'] {
  if (components.length === 0) return (resource) => [[readElements(engine, expression, { context: resource, resource })]];
  const bases = new Map<string, string | undefined>();
  const baseOf = (type: string): string | undefined => {
    if (!bases.has(type)) bases.set(type, onlyElement(typesReached(expression, type)));
    return bases.get(type);
  };
  return (resource) => {
    const base = baseOf((resource as { resourceType: string }).resourceType);
    const parts = (context: unknown): FoundElement[][] =>
      components.map((component) => readElements(engine, component.expression, { context, resource, base: context === resource ? undefined : base }));
    return readElements(engine, expression, { context: resource, resource }).map(({ value }) => parts(value));
  };
}

const onlyElement = (types: readonly string[]): string | undefined => (types.length === 1 ? types[0] : undefined);
