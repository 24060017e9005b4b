import { parametersOf, whenParametersChange, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { WEBSOCKET_PATH } from '#fhir/subscriptions/websocket.ts';
import { resourceTypes, type CapabilityStatement, type CapabilityStatementRestResource } from '#fhir/types/resources.gen.ts';

const INTERACTIONS = ['read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'history-type', 'create', 'search-type'] as const;

const CHECK_OPERATIONS = ['CodeSystem-lookup', 'CodeSystem-validate-code', 'CodeSystem-subsumes', 'ValueSet-expand', 'ValueSet-validate-code', 'ConceptMap-translate'].map((id) => ({
  name: id.slice(id.indexOf('-') + 1), definition: `http://hl7.org/fhir/OperationDefinition/${id}`,
}));

/** Our own operation. */
const DIFF = 'https://yigong.dev/fhir/OperationDefinition/Resource-diff';

let text: string | undefined;
whenParametersChange(() => {
  text = undefined;
});

/** What is served, generated from the tables that serve it; the same text for every request but for the base address. */
export function capabilityText(base: string, softwareVersion: string): string {
  text ??= JSON.stringify(statement(softwareVersion));
  return text.replaceAll('{{base}}', base).replaceAll('{{websocket}}', `${base.replace(/^http/, 'ws')}${WEBSOCKET_PATH}`);
}

function statement(softwareVersion: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-22',
    kind: 'instance',
    software: { name: 'Yigong', version: softwareVersion },
    implementation: { description: 'Yigong 医共 FHIR R4', url: '{{base}}' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json', 'application/fhir+xml', 'xml'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json', 'application/fhir+xml'],
    rest: [
      {
        mode: 'server',
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket', valueUri: '{{websocket}}' }],
        security: {
          service: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] }],
          description: 'OAuth 2.0 client credentials at /oauth2/token with SMART system scopes.',
        },
        resource: resourceTypes.map(resourceStatement),
        interaction: [{ code: 'transaction' }, { code: 'batch' }, { code: 'history-system' }, { code: 'search-system' }],
        operation: [...CHECK_OPERATIONS, { name: 'meta', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-meta' }, { name: 'closure', definition: 'http://hl7.org/fhir/OperationDefinition/ConceptMap-closure' }, { name: 'convert', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-convert' }, { name: 'graphql', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-graphql' }, { name: 'diff', definition: DIFF }, { name: 'validate', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate' }, { name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export' }],
        compartment: ['http://hl7.org/fhir/CompartmentDefinition/patient', 'http://hl7.org/fhir/CompartmentDefinition/encounter'],
      },
    ],
  } as CapabilityStatement;
}

function resourceStatement(type: (typeof resourceTypes)[number]): CapabilityStatementRestResource {
  const parameters = [...parametersOf(type).values()].filter((row) => isServed(row));
  const references = parameters.filter((row) => row.type === 'reference').map((row) => `${type}:${row.code}`);
  return {
    type,
    interaction: INTERACTIONS.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'single',
    referencePolicy: ['literal', 'logical', 'local'],
    ...(references.length === 0 ? {} : { searchInclude: references }),
    operation: [...operationsOf(type)],
    searchParam: [
      { name: '_id', type: 'token' },
      { name: '_lastUpdated', type: 'date' },
      { name: '_list', type: 'special' },
      { name: '_text', type: 'string' },
      { name: '_content', type: 'string' },
      ...parameters.map(searchParam),
    ],
  } as CapabilityStatementRestResource;
}

function searchParam({ code, type, id, custom }: SearchParameterRow): { name: string; type: string; definition: string; documentation?: string } {
  if (!custom) return { name: code, type, definition: `http://hl7.org/fhir/SearchParameter/${id}` };
  return { name: code, type, definition: custom.url, ...(custom.isReady ? {} : { documentation: '正在建立索引，完成前检索会被拒绝。Being indexed; searches are refused until that is done.' }) };
}

/** Operations on one resource of the type. */
function operationsOf(type: string): { name: string; definition: string }[] {
  const named = (name: string, owner = 'Resource') => ({ name, definition: `http://hl7.org/fhir/OperationDefinition/${owner}-${name}` });
  const own = type === 'Patient' || type === 'Encounter' ? [named('everything', type)] : type === 'Composition' ? [named('document', type)] : [];
  if (type === 'Patient') own.push(named('match', type));
  if (type === 'Observation') own.push(named('lastn', type));
  if (type === 'AuditEvent') own.push({ name: 'trail', definition: 'https://yigong.dev/fhir/OperationDefinition/AuditEvent-trail' });
  own.push({ name: 'diff', definition: DIFF });
  return [...own, named('validate'), named('meta'), named('meta-add'), named('meta-delete')];
}

const isServed = (row: SearchParameterRow): boolean => (row.type === 'special' ? row.code === 'near' : row.expression !== '');
