/**
 * Tables and views of the rooms before which row security does not stand, each with the reason (docs/decisions/0097). Whoever holds the room's permission may
 * read all of such a table: a table of which the gate shows each organisation its own rows belongs behind `access.wall` instead.
 */
const VIEW = 'view that looks as whoever asks: the walls of its tables stand';
const DIRECTORY = 'directory of the consortia: every signed-in person reads it to know whom to refer to, call and report to; names duties and business telephones, nobody treated';
const CAPACITY = 'capacity is offered to every referring organisation; who takes a place stands in walled tables';
const WORDS = 'dictionary that the house brings along; of no organisation';
const COMPARED = 'sums of a site and month, compared with the sums of others by intent (tiles, ranks and peers); cases stand in walled tables';
const PUBLISHED_PACK = 'published rules with their versions, the same for all who settle or group by them; drafts are read by whoever checks them';
const CENTRE_TERMS = 'terms of a centre and limits of alarm that every site which may send there reads';
const CATALOGUE = 'what is recognised, from whom and why not: rules and quality marks that all organisations apply';
const REGION = 'policy of the region as published; the same for everybody';

export const OPEN_TABLES: Readonly<Record<string, string>> = {
  'assessment_report.satisfaction': VIEW,
  'casemix.catalogue_group': PUBLISHED_PACK,
  'casemix.group_weight': PUBLISHED_PACK,
  'casemix.pack': PUBLISHED_PACK,
  'casemix.pack_file': PUBLISHED_PACK,
  'casemix_report.grouped_discharge': VIEW,
  'consortium.action': DIRECTORY,
  'consortium.agreement': DIRECTORY,
  'consortium.area': DIRECTORY,
  'consortium.area_assignment': DIRECTORY,
  'consortium.consortium': DIRECTORY,
  'consortium.disease_list': DIRECTORY,
  'consortium.disease_range': DIRECTORY,
  'consortium.escalation_contact': DIRECTORY,
  'consortium.grid': DIRECTORY,
  'consortium.membership': DIRECTORY,
  'consortium.organisation': DIRECTORY,
  'consortium.service_centre': DIRECTORY,
  'consortium_report.membership': VIEW,
  'consortium_report.organisation': VIEW,
  'exchange.mapping_version': 'how messages of a kind are read, for the whole house; holds rules and no message',
  'fhir_report.encounter': VIEW,
  'indicators.cell': COMPARED,
  'indicators.closed_site': 'which month of which site is closed; without it open and frozen sums of others could not be told apart',
  'indicators.encounter_month': COMPARED,
  'indicators.flow': COMPARED,
  'indicators.frozen': COMPARED,
  'indicators.month_value': VIEW,
  'indicators.watermark': 'how far a reader of events has come; of no organisation',
  'laboratory.reference_range': WORDS,
  'laboratory_report.specimen': VIEW,
  'payment.pack': PUBLISHED_PACK,
  'payment_report.case_volume': VIEW,
  'payment_report.fund_use': VIEW,
  'payment_report.package_result': VIEW,
  'payment_report.settlement': VIEW,
  'recognition.decline_reason': WORDS,
  'recognition.equivalence': CATALOGUE,
  'recognition.item': CATALOGUE,
  'recognition.quality_mark': CATALOGUE,
  'recognition.quality_mark_withdrawal': CATALOGUE,
  'recognition_report.decision_fact': VIEW,
  'recognition_report.item_fact': VIEW,
  'referral.calendar_day': WORDS,
  'referral.clock_rule': WORDS,
  'referral.criterion': WORDS,
  'referral.reason': WORDS,
  'referral_report.referral_fact': VIEW,
  'referral_report.timeline_item': VIEW,
  'regions.calendar_notice': REGION,
  'regions.region': REGION,
  'regions.version': REGION,
  'residents_report.resident': VIEW,
  'scheduling.clinic': CAPACITY,
  'scheduling.session': CAPACITY,
  'scheduling.slot': CAPACITY,
  'scheduling.ward': CAPACITY,
  'shared_diagnosis.centre_contract': CENTRE_TERMS,
  'shared_diagnosis.contract_member': CENTRE_TERMS,
  'shared_diagnosis.critical_clock': CENTRE_TERMS,
  'shared_diagnosis.critical_rule': CENTRE_TERMS,
  'shared_diagnosis.watch_mark': 'how far a watch has come; of no organisation',
  'shared_diagnosis_report.contract_fact': VIEW,
  'shared_diagnosis_report.critical_fact': VIEW,
  'shared_diagnosis_report.order_fact': VIEW,
};
