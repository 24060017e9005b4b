import type { Placement, TableLayout } from '#platform/database/distribution.ts';

/** Spread by the person: everything of one resident lies on one machine, and is joined there. */
const byPerson = (more: Partial<Extract<Placement, { kind: 'distributed' }>> = {}): Placement => ({ kind: 'distributed', by: 'person_key', ...more });
const REFERENCE: Placement = { kind: 'reference' };
const COORDINATOR: Placement = { kind: 'coordinator' };

const of = (placement: Placement, reason: string, tables: readonly string[]): TableLayout[] => tables.map((table) => ({ table, placement, reason }));

const JOINED = 'The gate joins it to every clinical row; a copy on each machine keeps that join local. Its uniqueness holds for all.';
const CATALOGUE = 'A catalogue: read with clinical rows, written seldom.';
const ONE_DESK = 'Worked from lists by organisation and deadline, and unique across residents (numbers, one live referral, one bed); some hundred bytes a resident. Carries the person id, by which it can be moved out later.';
const INDEX_OF_PERSONS = 'Answers "who is this": looked up by identifier, name and match key over all residents, with uniqueness over all; by the resident it would ask every machine.';
const CAPACITY = 'Capacity of organisations: a slot or bed is locked by many residents in turn and counted over all of them.';
const ORGANISATION = 'Of organisations, not of residents; small.';
const HOUSE = 'Of accounts and machinery, not of residents; small and short-lived.';
const TRAIL = 'One order of entries and one chain over them; months are partitions, expired ones leave.';

/**
 * Where each table lies once `yigong database distribute` has spread the database over machines, in the order in which it
 * is done: copies first, because the spread tables are joined to them. A test holds it against schema.sql.
 */
export const TABLE_LAYOUT: readonly TableLayout[] = [
  ...of(REFERENCE, JOINED, ['access.organisation', 'access.record_basis', 'access.refusal']),
  ...of(REFERENCE, CATALOGUE, ['access.sensitivity_category', 'access.sensitivity_code', 'access.sensitivity_version', 'fhir.code_system', 'fhir.concept']),
  {
    table: 'fhir.text_value',
    placement: REFERENCE,
    reason: 'Each text once, however many resources hold it; a search for common words joins it row by row.',
  },
  {
    table: 'fhir.locator',
    placement: {
      kind: 'distributed',
      by: 'key',
      before: [
        `insert into fhir.locator (key, person_key, former)
         select r.key, r.person_key, (select array_agg(distinct h.person_key) from fhir.history h where h.key = r.key and h.person_key <> r.person_key)
         from fhir.resource r on conflict (key) do nothing`,
      ],
    },
    reason: 'From Type/id to the person, one row a resource, by its own key: a read by id asks two machines and not all. Keeps Type/id unique.',
  },
  {
    table: 'fhir.resource',
    placement: byPerson({ primaryKey: ['person_key', 'key'], after: ['create index resource_by_key on fhir.resource (key)', 'grant delete on fhir.resource to yigong_app'] }),
    reason: 'The record. Its key alone stays indexed for what has no person to go by; a resource that changes its person is removed where it lay and stored anew.',
  },
  { table: 'fhir.history', placement: byPerson({ primaryKey: ['person_key', 'key', 'version'] }), reason: 'Each version lies where it lay when it was current.' },
  ...of(byPerson(), 'Search values lie with their resource and are joined to it there.', ['fhir.person_code', 'fhir.date_value', 'fhir.number_value', 'fhir.string_value']),
  ...of(COORDINATOR, HOUSE, ['fhir.subscription', 'fhir.notice', 'fhir.notice_attempt', 'fhir.search_parameter', 'fhir.sealed_pass', 'fhir.closure', 'fhir.closure_code']),

  ...of(COORDINATOR, HOUSE, [
    'access.number_trial', 'access.role_permission', 'access.role_permission_seed', 'events.delivery', 'events.outbox', 'http.idempotency', 'jobs.recurring', 'jobs.task',
    'identity.access_token', 'identity.account', 'identity.app_grant', 'identity.oidc_record', 'identity.launch', 'identity.outside_identity', 'identity.outside_sign_in', 'identity.signing_key', 'identity.assignment', 'identity.challenge', 'identity.client', 'identity.draft', 'identity.passkey',
    'identity.password_history', 'identity.pending_sign_in', 'identity.recovery_code', 'identity.saved_view', 'identity.session', 'identity.setup_link',
    'identity.sign_in_throttle', 'identity.totp', 'identity.used_assertion',
  ]),
  ...of(COORDINATOR, HOUSE, ['crypto.data_key', 'files.sealed_file', 'files.object_key', 'signature.signing_key', 'signature.signature', 'signature.requirement']),
  ...of(COORDINATOR, ORGANISATION, ['governance.action', 'governance.body', 'governance.charter', 'governance.charter_signature', 'governance.item', 'governance.meeting', 'governance.resolution', 'governance.seat', 'governance.site', 'governance.vote', 'indicators.cell', 'indicators.encounter_month', 'indicators.closed_site', 'indicators.encounter', 'indicators.entry', 'indicators.frozen', 'indicators.period', 'indicators.watermark', 'indicators.band', 'indicators.alert', 'indicators.alert_action', 'indicators.flow', 'regions.action', 'regions.calendar_notice', 'regions.region', 'regions.version', 'task_ledger.action', 'task_ledger.bulletin', 'task_ledger.evidence', 'task_ledger.milestone', 'task_ledger.party', 'task_ledger.receipt', 'task_ledger.task']),
  ...of(COORDINATOR, ORGANISATION, ['assessment.action', 'assessment.appeal', 'assessment.input', 'assessment.manual_value', 'assessment.questionnaire', 'assessment.run', 'assessment.run_member', 'assessment.scheme', 'assessment.score', 'assessment.survey', 'assessment.survey_site', 'assessment.use', 'assessment.imported_result']),
  ...of(COORDINATOR, 'Drawn and counted over all residents of a survey; answers hold no person to lie by.', ['assessment.ballot', 'assessment.code_issue', 'assessment.invitation', 'assessment.refusal', 'assessment.response']),
  ...of(COORDINATOR, TRAIL, ['audit.block', 'audit.entry', 'audit.setting']),

  ...of(COORDINATOR, ORGANISATION, [
    'consortium.action', 'consortium.agreement', 'consortium.area', 'consortium.area_assignment', 'consortium.consortium', 'consortium.disease_list',
    'consortium.disease_range', 'consortium.escalation_contact', 'consortium.grid', 'consortium.membership', 'consortium.organisation', 'consortium.service_centre',
  ]),
  ...of(COORDINATOR, INDEX_OF_PERSONS, [
    'residents.action', 'residents.code', 'residents.code_key', 'residents.identifier', 'residents.match_key', 'residents.resident', 'residents.review',
  ]),
  ...of(COORDINATOR, ONE_DESK, [
    'ecg.action', 'ecg.original', 'ecg.record',
    'laboratory.action', 'laboratory.opinion', 'laboratory.picture', 'laboratory.piece', 'laboratory.result', 'laboratory.specimen',
    'imaging.action', 'imaging.calling_title', 'imaging.instance', 'imaging.refused_instance', 'imaging.series', 'imaging.study', 'imaging.teaching_export',
    'referral.action', 'referral.calendar_day', 'referral.clock_rule', 'referral.criterion', 'referral.follow_up', 'referral.medication_line',
    'referral.medication_shortage', 'referral.reason', 'referral.referral',
    'health_record.access_request', 'health_record.access_request_decision', 'health_record.consent_version', 'health_record.opening', 'health_record.request',
    'health_record.request_answer', 'health_record.review', 'health_record.review_decision',
  ]),
  ...of(COORDINATOR, CAPACITY, [
    'scheduling.action', 'scheduling.bed', 'scheduling.clinic', 'scheduling.reservation', 'scheduling.session', 'scheduling.slot', 'scheduling.ward',
  ]),
  ...of(COORDINATOR, ONE_DESK, [
    'shared_diagnosis.diagnosis_order', 'shared_diagnosis.order_action', 'shared_diagnosis.report', 'shared_diagnosis.critical_value', 'shared_diagnosis.critical_action', 'shared_diagnosis.second_reading',
  ]),
  ...of(COORDINATOR, ORGANISATION, [
    'shared_diagnosis.centre_contract', 'shared_diagnosis.contract_member', 'shared_diagnosis.reader_permit', 'shared_diagnosis.shift', 'shared_diagnosis.template', 'shared_diagnosis.critical_rule', 'shared_diagnosis.critical_clock', 'shared_diagnosis.watch_mark', 'shared_diagnosis.quality_plan',
    'shared_diagnosis.correction', 'shared_diagnosis.charge', 'shared_diagnosis.statement',
  ]),
  ...of(COORDINATOR, ORGANISATION, [
    'payment.action', 'payment.appeal', 'payment.figure', 'payment.frozen_score', 'payment.pack', 'payment.package', 'payment.package_month', 'payment.package_share', 'payment.panel_month', 'payment.review', 'payment.run', 'payment.settlement_case', 'payment.vote',
  ]),
  ...of(COORDINATOR, ONE_DESK, ['payment.claim', 'payment.hit', 'payment.stay']),
  ...of(COORDINATOR, ORGANISATION, ['casemix.pack', 'casemix.pack_file', 'casemix.pack_action', 'casemix.group_weight', 'casemix.front_page_import', 'casemix.catalogue_group']),
  ...of(COORDINATOR, ORGANISATION, ['recognition.decline_reason', 'recognition.equivalence', 'recognition.item', 'recognition.quality_mark', 'recognition.quality_mark_withdrawal']),
  ...of(COORDINATOR, ONE_DESK, ['recognition.decision', 'recognition.offer']),
  ...of(COORDINATOR, ONE_DESK, ['casemix.discharge', 'casemix.grouping', 'casemix.catalogue_case']),
  ...of(COORDINATOR, 'One order of messages a connection, and one control number for it; bodies are read one at a time.', [
    'exchange.message', 'exchange.message_event', 'exchange.message_state', 'exchange.taken_number', 'exchange.person_number', 'exchange.table_import', 'exchange.table_row',
  ]),
  ...of(COORDINATOR, ORGANISATION, ['laboratory.box', 'laboratory.control_lot', 'laboratory.control_value', 'laboratory.external_round', 'laboratory.reference_range', 'laboratory.temperature']),
  ...of(COORDINATOR, ORGANISATION, ['exchange.site', 'exchange.mapping_version']),
];
