import { parametersOf, whenParametersChange, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { WEBSOCKET_PATH } from '#fhir/subscriptions/websocket.ts';
import { resourceTypes, type CapabilityStatement, type CapabilityStatementRestResource } from '#fhir/types/resources.gen.ts';

const INTERACTIONS = ['read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'history-type', 'create', 'search-type'] as const;

const CHECK_OPERATIONS = ['CodeSystem-lookup', 'CodeSystem-validate-code', 'CodeSystem-subsumes', 'ValueSet-expand', 'ValueSet-validate-code', 'ConceptMap-translate'].map((id) => ({
  name: id.slice(id.indexOf('-') + 1), definition: `http://hl7.org/fhir/OperationDefinition/${id}`,
}));

interface Operation {
  readonly name: string;
  readonly definition: string;
}

const hl7 = (name: string, owner = 'Resource'): Operation => ({ name, definition: `http://hl7.org/fhir/OperationDefinition/${owner}-${name}` });
const bulk = (id: string): Operation => ({ name: 'export', definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${id}` });
/** Of this server alone. */
const own = (name: string, owner = 'Resource'): Operation => ({ name, definition: `https://yigong.dev/fhir/OperationDefinition/${owner}-${name}` });

/** Besides those that every type has. */
const OF_TYPES: Readonly<Record<string, readonly Operation[]>> = {
  Patient: [hl7('everything', 'Patient'), hl7('match', 'Patient'), bulk('patient-export')],
  Group: [own('everything', 'Group'), bulk('group-export')],
  Encounter: [hl7('everything', 'Encounter')],
  Composition: [hl7('document', 'Composition')],
  Observation: [hl7('lastn', 'Observation')],
  Measure: [hl7('evaluate-measure', 'Measure')],
  AuditEvent: [own('trail', 'AuditEvent')],
  SearchParameter: [own('index-state', 'SearchParameter')],
  CodeSystem: [hl7('lookup', 'CodeSystem'), hl7('validate-code', 'CodeSystem'), hl7('subsumes', 'CodeSystem')],
  ValueSet: [hl7('expand', 'ValueSet'), hl7('validate-code', 'ValueSet')],
  ConceptMap: [hl7('translate', 'ConceptMap')],
};

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
    patchFormat: ['application/json-patch+json', 'application/xml-patch+xml', 'application/fhir+json', 'application/fhir+xml'],
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
        operation: [...CHECK_OPERATIONS, hl7('meta'), hl7('closure', 'ConceptMap'), hl7('convert'), hl7('graphql'), own('diff'), hl7('validate'), bulk('export'), own('import', 'System'), own('reindex', 'System')],
        compartment: ['patient', 'encounter', 'practitioner', 'relatedPerson', 'device'].map((name) => `http://hl7.org/fhir/CompartmentDefinition/${name}`),
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
    searchInclude: ['*', ...references],
    searchRevInclude: ['*', ...reverseIncludes(type)],
    operation: operationsOf(type),
    searchParam: [
      { name: '_id', type: 'token' },
      { name: '_lastUpdated', type: 'date' },
      { name: '_list', type: 'special' },
      { name: '_text', type: 'string' },
      { name: '_content', type: 'string' },
      { name: '_filter', type: 'special' },
      ...parameters.map(searchParam),
    ],
  } as CapabilityStatementRestResource;
}

/** Reference parameters of every type that may point to the type. */
const reverseIncludes = (type: string): string[] =>
  resourceTypes.flatMap((owner) => [...parametersOf(owner).values()].filter((row) => row.type === 'reference' && row.targets.includes(type)).map(({ code }) => `${owner}:${code}`));

function searchParam({ code, type, id, custom }: SearchParameterRow): { name: string; type: string; definition: string; documentation?: string } {
  if (!custom) return { name: code, type, definition: `http://hl7.org/fhir/SearchParameter/${id}` };
  return { name: code, type, definition: custom.url, ...(custom.isReady ? {} : { documentation: '正在建立索引，完成前检索会被拒绝。Being indexed; searches are refused until that is done.' }) };
}

const operationsOf = (type: string): Operation[] => [...(OF_TYPES[type] ?? []), own('diff'), hl7('validate'), hl7('meta'), hl7('meta-add'), hl7('meta-delete'), own('reindex')];

const isServed = (row: SearchParameterRow): boolean => (row.type === 'special' ? row.code === 'near' : row.expression !== '');
