import type * as R4 from '#fhir/types/resources.gen.ts';
import { parseDateRange } from '#fhir/search/values/date-range.ts';
import { bundleInvariants } from './invariants-bundle.ts';
import { rule, type Invariant } from './invariant.ts';
import { isSafeNarrative } from './content/xhtml.ts';

const codesOf = (concept: R4.CodeableConcept | undefined): string[] => (concept?.coding ?? []).flatMap((coding) => coding?.code ?? []);

/** The start of the earlier must not lie after the end of the later. */
function isOrdered(start: string | undefined, end: string | undefined): boolean {
  if (start === undefined || end === undefined) return true;
  const [from, until] = [parseDateRange(start), parseDateRange(end)];
  return !from || !until || from.low < until.high || from.low <= until.low;
}

const quantityCode = rule<R4.Quantity>('qty-3', (v) => v.code === undefined || v.system !== undefined, [
  '有单位代码时必须给出代码系统。', 'A unit code needs its system.']);

const hasValue = (observation: object): boolean => Object.keys(observation).some((name) => /^_?value[A-Z]/.test(name));

function componentRepeatsCode(observation: R4.Observation): boolean {
  const own = new Set((observation.code?.coding ?? []).map((coding) => `${coding?.system}|${coding?.code}`));
  return (observation.component ?? []).some((component) => (component.code?.coding ?? []).some((coding) => own.has(`${coding?.system}|${coding?.code}`)));
}

/** With a scheme (https:, urn:, mailto: …); a UUID in lower case and complete. */
const isAbsolute = (address: string): boolean =>
  address.startsWith('urn:uuid:')
    ? /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(address)
    : /^[a-z][a-z0-9+.-]*:/i.test(address);

const isHome = (each: { use?: string }): boolean => each.use === 'home';

const isSameUnit = (one: R4.Quantity | undefined, other: R4.Quantity | undefined): boolean =>
  one?.value !== undefined && other?.value !== undefined && one.system === other.system && (one.code ?? one.unit) === (other.code ?? other.unit);

/** Structure name → its rules. Those that need resolution of other resources or a terminology service are not here. */
export const invariants: Readonly<Record<string, readonly Invariant[]>> = {
  ...bundleInvariants,
  Extension: [
    rule<R4.Extension>('ext-1', (v) => (v.extension !== undefined) !== Object.keys(v).some((name) => /^_?value[A-Z]/.test(name)), [
      '扩展必须且只能有值或下级扩展之一。', 'An extension has either a value or extensions, not both.']),
    rule<R4.Extension>('url', (v) => !v.url.includes('|'), ['扩展地址不能带版本。', 'The url of an extension has no version.']),
  ],
  Period: [rule<R4.Period>('per-1', (v) => isOrdered(v.start, v.end), ['开始时间不能晚于结束时间。', 'The start cannot be after the end.'])],
  Quantity: [quantityCode],
  Age: [quantityCode],
  Duration: [quantityCode],
  Count: [quantityCode],
  Distance: [quantityCode],
  Range: [
    // Between different units $validate asks the engine, which knows them.
    rule<R4.Range>('rng-2', (v) => !isSameUnit(v.low, v.high) || v.low!.value! <= v.high!.value!, [
      '下限不能大于上限。', 'The low value cannot exceed the high value.']),
  ],
  Ratio: [
    rule<R4.Ratio>('rat-1', (v) => (v.numerator === undefined) === (v.denominator === undefined) && (v.numerator !== undefined || v.extension !== undefined), [
      '分子和分母必须同时给出。', 'Numerator and denominator go together.']),
  ],
  Attachment: [
    rule<R4.Attachment>('att-1', (v) => v.data === undefined || v.contentType !== undefined, ['有数据时必须给出 contentType。', 'Data needs a contentType.']),
    rule<R4.Attachment>('size', (v) => v.data === undefined || v.size === undefined || Buffer.byteLength(v.data, 'base64') === v.size, [
      '注明的大小与数据不符。', 'The stated size is not that of the data.']),
  ],
  ContactPoint: [rule<R4.ContactPoint>('cpt-2', (v) => v.value === undefined || v.system !== undefined, ['有值时必须给出 system。', 'A value needs a system.'])],
  Narrative: [
    rule<R4.Narrative>('txt-1', (v) => typeof v.div !== 'string' || isSafeNarrative(v.div), [
      '叙述内容必须是规范的 XHTML div，且不含脚本、表单或外部对象。', 'The narrative must be a well-formed XHTML div without scripts, forms or objects.']),
  ],
  'Timing.repeat': [
    rule<R4.TimingRepeat>('tim-1', (v) => v.duration === undefined || v.durationUnit !== undefined, ['有时长必须给出单位。', 'A duration needs units.']),
    rule<R4.TimingRepeat>('tim-2', (v) => v.period === undefined || v.periodUnit !== undefined, ['有周期必须给出单位。', 'A period needs units.']),
    rule<R4.TimingRepeat>('tim-4', (v) => (v.duration ?? 0) >= 0, ['时长不能为负。', 'A duration cannot be negative.']),
    rule<R4.TimingRepeat>('tim-5', (v) => (v.period ?? 0) >= 0, ['周期不能为负。', 'A period cannot be negative.']),
    rule<R4.TimingRepeat>('tim-6', (v) => v.periodMax === undefined || v.period !== undefined, ['有最大周期必须有周期。', 'periodMax needs period.']),
    rule<R4.TimingRepeat>('tim-7', (v) => v.durationMax === undefined || v.duration !== undefined, ['有最大时长必须有时长。', 'durationMax needs duration.']),
    rule<R4.TimingRepeat>('tim-8', (v) => v.countMax === undefined || v.count !== undefined, ['有最大次数必须有次数。', 'countMax needs count.']),
    rule<R4.TimingRepeat>('tim-10', (v) => v.timeOfDay === undefined || v.when === undefined, ['timeOfDay 与 when 不能同时出现。', 'timeOfDay excludes when.']),
  ],
  'Patient.contact': [
    rule<R4.PatientContact>('pat-1', (v) => v.name !== undefined || v.telecom !== undefined || v.address !== undefined || v.organization !== undefined, [
      '联系人至少要有姓名、电话、地址或机构之一。', 'A contact needs a name, telecom, address or organization.']),
  ],
  Observation: [
    rule<R4.Observation>('obs-6', (v) => v.dataAbsentReason === undefined || !hasValue(v), ['有检测值时不能填缺失原因。', 'dataAbsentReason only without a value.']),
    rule<R4.Observation>('obs-7', (v) => !hasValue(v) || !componentRepeatsCode(v), ['分项代码与主代码相同时主项不能有值。', 'No value when a component has the same code.']),
  ],
  'Observation.component': [
    rule<R4.ObservationComponent>('obs-6', (v) => v.dataAbsentReason === undefined || !hasValue(v), ['有检测值时不能填缺失原因。', 'dataAbsentReason only without a value.']),
  ],
  'Observation.referenceRange': [
    rule<R4.ObservationReferenceRange>('obs-3', (v) => v.low !== undefined || v.high !== undefined || v.text !== undefined, [
      '参考范围至少要有下限、上限或文字。', 'A reference range needs low, high or text.']),
  ],
  Condition: [
    rule<R4.Condition>('con-4', (v) => !Object.keys(v).some((name) => name.startsWith('abatement')) || codesOf(v.clinicalStatus).some((code) => ['resolved', 'remission', 'inactive'].includes(code)), [
      '有缓解时间时临床状态必须是已缓解、已解决或不活动。', 'With an abatement the clinicalStatus is inactive, resolved or remission.']),
    rule<R4.Condition>('con-5', (v) => v.clinicalStatus === undefined || !codesOf(v.verificationStatus).includes('entered-in-error'), [
      '录入错误的诊断不能有临床状态。', 'No clinicalStatus when entered in error.']),
  ],
  AllergyIntolerance: [
    rule<R4.AllergyIntolerance>('ait-1', (v) => codesOf(v.verificationStatus).includes('entered-in-error') || v.clinicalStatus !== undefined, [
      '除录入错误外必须有临床状态。', 'clinicalStatus is required unless entered in error.']),
    rule<R4.AllergyIntolerance>('ait-2', (v) => !codesOf(v.verificationStatus).includes('entered-in-error') || v.clinicalStatus === undefined, [
      '录入错误时不能有临床状态。', 'No clinicalStatus when entered in error.']),
  ],
  Appointment: [
    rule<R4.Appointment>('app-2', (v) => (v.start === undefined) === (v.end === undefined), ['开始和结束时间必须同时给出。', 'Start and end go together.']),
    rule<R4.Appointment>('app-3', (v) => (v.start !== undefined && v.end !== undefined) || ['proposed', 'cancelled', 'waitlist'].includes(v.status), [
      '已约定的预约必须有开始和结束时间。', 'Only proposed, cancelled or waitlisted appointments lack start and end.']),
    rule<R4.Appointment>('app-4', (v) => v.cancelationReason === undefined || ['cancelled', 'noshow'].includes(v.status), [
      '只有取消或爽约才能填取消原因。', 'cancelationReason only when cancelled or noshow.']),
  ],
  'Appointment.participant': [
    rule<R4.AppointmentParticipant>('app-1', (v) => v.type !== undefined || v.actor !== undefined, ['参与者必须有类型或人员。', 'A participant has a type or an actor.']),
  ],
  AppointmentResponse: [
    rule<R4.AppointmentResponse>('apr-1', (v) => v.participantType !== undefined || v.actor !== undefined, ['必须有参与者类型或人员。', 'participantType or actor is required.']),
  ],
  'CarePlan.activity': [
    rule<R4.CarePlanActivity>('cpl-3', (v) => v.detail === undefined || v.reference === undefined, ['活动只能用引用或细节之一。', 'An activity has detail or reference, not both.']),
  ],
  'Composition.section': [
    rule<R4.CompositionSection>('cmp-1', (v) => v.text !== undefined || v.entry !== undefined || v.section !== undefined || v.extension !== undefined, [
      '章节必须有文字、条目或下级章节。', 'A section has text, entries or sections.']),
    rule<R4.CompositionSection>('cmp-2', (v) => v.emptyReason === undefined || v.entry === undefined, ['有条目时不能填空原因。', 'emptyReason only without entries.']),
  ],
  List: [
    rule<R4.List>('lst-1', (v) => v.emptyReason === undefined || v.entry === undefined, ['有条目时不能填空原因。', 'emptyReason only without entries.']),
  ],
  Organization: [
    rule<R4.Organization>('org-1', (v) => v.identifier !== undefined || v.name !== undefined, ['机构必须有名称或标识。', 'An organization has a name or an identifier.']),
    rule<R4.Organization>('org-2', (v) => !v.address?.some(isHome), ['机构没有家庭地址。', 'An organization has no home address.']),
    rule<R4.Organization>('org-3', (v) => !v.telecom?.some(isHome), ['机构没有家庭电话。', 'An organization has no home telecom.']),
  ],
  'RiskAssessment.prediction': [
    rule<R4.RiskAssessmentPrediction>('ras-2', (v) => (v.probabilityDecimal ?? 0) <= 100, ['概率不能大于 100。', 'A probability is at most 100.']),
  ],
  ServiceRequest: [
    rule<R4.ServiceRequest>('prr-1', (v) => v.orderDetail === undefined || v.code !== undefined, ['有医嘱明细时必须有项目代码。', 'orderDetail needs code.']),
  ],
  Task: [rule<R4.Task>('inv-1', (v) => isOrdered(v.authoredOn, v.lastModified), ['最后修改时间不能早于创建时间。', 'lastModified is not before authoredOn.'])],
  MedicationDispense: [
    rule<R4.MedicationDispense>('mdd-1', (v) => isOrdered(v.whenPrepared, v.whenHandedOver), ['发药时间不能早于备药时间。', 'whenHandedOver is not before whenPrepared.']),
  ],
  Questionnaire: [
    rule<R4.Questionnaire>('que-2', (v) => isUnique(linkIds(v.item)), ['问卷中各项的 linkId 必须唯一。', 'The linkIds of a questionnaire are unique.']),
  ],
  'Questionnaire.item.enableWhen': [
    rule<R4.QuestionnaireItemEnableWhen>('que-7', (v) => v.operator !== 'exists' || v.answerBoolean !== undefined, [
      'operator 为 exists 时答案必须是布尔值。', 'With the operator exists the answer is a boolean.']),
  ],
  Group: [
    rule<R4.Group>('grp-1', (v) => v.member === undefined || v.actual, ['只有实际人群才能有成员。', 'Only an actual group has members.']),
  ],
  'Parameters.parameter': [
    rule<R4.ParametersParameter>('inv-1', (v) => ownValues(v) === 1, ['参数只能有值、资源或下级参数之一。', 'A parameter has a value, a resource or parts.']),
  ],
  CodeSystem: [
    rule<R4.CodeSystem>('url', (v) => v.url === undefined || isAbsolute(v.url), ['url 必须是绝对地址。', 'The url must be an absolute address.']),
    rule<R4.CodeSystem>('csd-1', (v) => isUnique(conceptCodes(v.concept)), ['代码系统中的代码必须唯一。', 'Codes within a code system must be unique.']),
  ],
  ValueSet: [
    rule<R4.ValueSet>('url', (v) => v.url === undefined || isAbsolute(v.url), ['url 必须是绝对地址。', 'The url must be an absolute address.']),
  ],
  'ValueSet.compose.include': [
    rule<R4.ValueSetComposeInclude>('system', (v) => v.system === undefined || isAbsolute(v.system), ['代码系统必须是绝对地址。', 'The system must be an absolute address.']),
    rule<R4.ValueSetComposeInclude>('vsd-1', (v) => v.system !== undefined || v.valueSet !== undefined, ['必须给出代码系统或值集。', 'An include has a system or a value set.']),
    rule<R4.ValueSetComposeInclude>('vsd-2', (v) => (v.concept === undefined && v.filter === undefined) || v.system !== undefined, ['有概念或过滤条件时必须给出代码系统。', 'Concepts or filters need a system.']),
    rule<R4.ValueSetComposeInclude>('vsd-3', (v) => v.concept === undefined || v.filter === undefined, ['概念与过滤条件不能同时出现。', 'Concepts and filters exclude each other.']),
  ],
};

/** A primitive value may consist of its extensions alone (`_valueDateTime`). */
const ownValues = (parameter: R4.ParametersParameter): number =>
  new Set(Object.keys(parameter).map((name) => name.replace(/^_/, '')).filter((name) => /^value[A-Z]/.test(name) || name === 'resource' || name === 'part')).size;

const conceptCodes = (concepts: readonly R4.CodeSystemConcept[] | undefined): string[] =>
  (concepts ?? []).flatMap((concept) => [concept.code, ...conceptCodes(concept.concept)]);

const linkIds = (items: readonly R4.QuestionnaireItem[] | undefined): unknown[] =>
  (items ?? []).flatMap((item) => [item.linkId, ...linkIds(item.item)]);

const isUnique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
