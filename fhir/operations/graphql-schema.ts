import {
  GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, GraphQLUnionType,
  type GraphQLFieldConfigMap, type GraphQLOutputType,
} from 'graphql';
import { parametersOf, whenParametersChange } from '#fhir/search/parameter-table.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { choiceProperty, isResourceElement, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';

/** What the schema asks of the server; one per request. */
export interface GraphqlReader {
  readonly read: (type: string, id: string) => Promise<unknown>;
  readonly search: (type: string, asked: Readonly<Record<string, unknown>>) => Promise<unknown[]>;
  /** The resource of a literal reference; null for what is absent, hidden or elsewhere. */
  readonly follow: (reference: string) => Promise<unknown>;
}

type Fields = GraphQLFieldConfigMap<Record<string, unknown>, GraphqlReader>;

const objects = new Map<string, GraphQLObjectType>();
const schemas = new Map<string, GraphQLSchema>();
whenParametersChange(() => schemas.clear());

const SCALARS: Readonly<Record<string, GraphQLOutputType>> = {
  boolean: GraphQLBoolean, integer: GraphQLInt, positiveInt: GraphQLInt, unsignedInt: GraphQLInt, decimal: GraphQLFloat,
};

const anyResource: GraphQLUnionType = new GraphQLUnionType({
  name: 'AnyResource',
  types: () => resourceTypes.map(objectOf),
  resolveType: (value: { resourceType: string }) => value.resourceType,
});

/** The type of a resource, datatype or backbone element (`Patient.contact` is `Patient_contact`). */
function objectOf(structure: string): GraphQLObjectType {
  let object = objects.get(structure);
  if (!object) {
    object = new GraphQLObjectType({ name: structure.replaceAll('.', '_'), fields: () => fieldsOf(structure) });
    objects.set(structure, object);
  }
  return object;
}

function fieldsOf(structure: string): Fields {
  const { elements, kind } = structureOf(structure);
  const fields: Fields = kind === 'resource' ? { resourceType: { type: GraphQLString } } : {};
  for (const row of elements) {
    if (row.max === 0) continue;
    for (const type of row.types) fields[row.choice ? choiceProperty(row.name, type) : row.name] = { type: typeOf(row, type) };
  }
  if (structure === 'Reference') {
    fields.resource = { type: anyResource, resolve: ({ reference }, _asked, reader) => (typeof reference === 'string' ? reader.follow(reference) : null) };
  }
  return fields;
}

function typeOf(row: ElementRow, type: string): GraphQLOutputType {
  const one = isResourceElement(type) ? anyResource : isStructure(type) ? objectOf(type) : (SCALARS[type] ?? GraphQLString);
  return row.max === 1 ? one : new GraphQLList(one);
}

/** `Patient(id:)` and `PatientList(name:, _count:)`; a `-` in the name of a search parameter is written `_`. */
function systemFields(): Fields {
  return Object.fromEntries(resourceTypes.flatMap((type) => [
    [type, { type: objectOf(type), args: { id: { type: new GraphQLNonNull(GraphQLID) } }, resolve: (_source: unknown, { id }: { id: string }, reader: GraphqlReader) => reader.read(type, id) }],
    [`${type}List`, { type: new GraphQLList(objectOf(type)), args: searchArguments(type), resolve: (_source: unknown, asked: Record<string, unknown>, reader: GraphqlReader) => reader.search(type, asked) }],
  ])) as Fields;
}

const CONTROLS = ['_id', '_lastUpdated', '_sort', '_list', '_text', '_content'];

const searchArguments = (type: string) => ({
  _count: { type: GraphQLInt },
  ...Object.fromEntries([...CONTROLS, ...parametersOf(type).keys()].map((code) => [code.replaceAll('-', '_'), { type: GraphQLString }])),
});

/** The FHIR name of an argument. */
export const parameterNamed = (type: string, argument: string): string =>
  [...parametersOf(type).keys()].find((code) => code.replaceAll('-', '_') === argument) ?? argument;

/** Built once: for the whole system, or for one type, whose elements are then the root. */
export function graphqlSchema(type: string | undefined): GraphQLSchema {
  const name = type ?? '';
  let schema = schemas.get(name);
  if (!schema) {
    const query = type === undefined ? new GraphQLObjectType({ name: 'Query', fields: systemFields }) : objectOf(type);
    schemas.set(name, (schema = new GraphQLSchema({ query })));
  }
  return schema;
}
