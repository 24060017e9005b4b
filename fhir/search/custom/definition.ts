import { openPathEngine, type PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { parseFhirPath, PathUnsupported } from '#fhir/fhirpath/parse.ts';
import { hasSafePatterns } from '#fhir/fhirpath/safe-pattern.ts';
import { resourceTypes, type SearchParameter } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import { standardParameter, standardParametersOf, type ComponentRow, type ParameterType, type SearchLimits, type SearchParameterRow } from '../parameter-table.ts';
import { writerOf } from '../extraction/writers.ts';
import { evaluated, isCompilable, unionParts } from './expression.ts';
import { limitsOf } from './limits.ts';
import { reachOf, UnreachableStep, type Reach } from './reach.ts';

/** What is kept of a SearchParameter that is searched by; the same text when nothing that matters has changed. */
export interface CustomDefinition {
  readonly url: string;
  readonly code: string;
  readonly type: ParameterType;
  readonly expression: string;
  readonly targets: readonly string[];
  readonly components: readonly ComponentRow[];
  /** Resource types, `Resource` and `DomainResource` spelled out. */
  readonly types: readonly string[];
  /** Read by the interpreting engine, because the path compiler cannot. */
  readonly isInterpreted: boolean;
  readonly limits?: SearchLimits;
}

export interface KnownParameters {
  /** Type of a custom parameter by its canonical address. */
  readonly typeByUrl: (url: string) => ParameterType | undefined;
  /** Address of the custom parameter that has this code on the resource type already. */
  readonly ownerOf: (type: string, code: string) => string | undefined;
  readonly count: number;
}

/** Parameters defined at run time; every one of them is computed at every write of its types. */
const CUSTOM_PARAMETERS_MAX = 200;
const EXPRESSION_MAX = 4000;
const COMPONENTS_MAX = 8;
const STANDARD_URL = 'http://hl7.org/fhir/SearchParameter/';

const WITHOUT_TEXT = new Set(['Bundle', 'Binary', 'Parameters']);

const expandedBases = (bases: readonly string[]): string[] => [
  ...new Set(bases.flatMap((base): readonly string[] => (base === 'Resource' ? resourceTypes : base === 'DomainResource' ? resourceTypes.filter((type) => !WITHOUT_TEXT.has(type)) : [base]))),
];

type Refuse = (place: string, zh: string, en: string) => void;
type RefuseHere = (zh: string, en: string) => void;

/**
 * Checks an active SearchParameter and says how to search by it; `findings` name the element at fault. Neither a definition nor a
 * finding when it is one of R4's own as R4 has it.
 */
export async function defineParameter(resource: SearchParameter, known: KnownParameters): Promise<{ definition?: CustomDefinition; findings: readonly ProblemDetail[] }> {
  const findings: ProblemDetail[] = [];
  const refuse: Refuse = (place, zh, en) => void findings.push({ path: `SearchParameter.${place}`, message: { zh, en } });
  const types = expandedBases(resource.base);
  if (isStandard(resource, types)) return { findings };
  checkName(resource, { types, known, refuse });
  const type = resource.type as ParameterType;
  if (type === 'special') refuse('type', '不支持 special 类型的自定义检索参数。', 'A parameter of type special cannot be added: only the server knows what it means.');
  if (known.count >= CUSTOM_PARAMETERS_MAX) refuse('status', `自定义检索参数最多 ${CUSTOM_PARAMETERS_MAX} 个，请先停用不再使用的。`, `There are at most ${CUSTOM_PARAMETERS_MAX} custom search parameters; retire one that is no longer used.`);
  const expression = resource.expression ?? '';
  if (expression === '') refuse('expression', '启用的检索参数必须给出 FHIRPath 表达式。', 'An active search parameter needs a FHIRPath expression.');
  const components = type === 'composite' ? componentsOf(resource, known, refuse) : [];
  if (findings.length > 0) return { findings };

  const engine = await openPathEngine();
  const checked = types.map((each, index) => checkType({ engine, type: each, kind: type, expression, components }, (place, zh, en) => {
    const isBase = place === 'base';
    refuse(isBase ? (resource.base.length === types.length ? `base[${index}]` : 'base') : place, zh, en);
  }));
  if (findings.length > 0) return { findings: distinct(findings) };
  const targets = resource.target ?? [...new Set(checked.flatMap((reach) => reach ?? []).flatMap((each) => each.targets))];
  const limits = limitsOf(resource);
  const isInterpreted = types.some((each) => !compiles(each, { expression, components }));
  return { findings, definition: { url: resource.url, code: resource.code, type, expression, targets: type === 'reference' ? targets.filter(isResourceType) : [], components, types, isInterpreted, ...(limits ? { limits } : {}) } };
}

/** R4's own definition, stored as it is published. */
function isStandard(resource: SearchParameter, types: readonly string[]): boolean {
  if (!resource.url.startsWith(STANDARD_URL)) return false;
  const own = standardParameter(resource.url.slice(STANDARD_URL.length));
  return own !== undefined && own.code === resource.code && own.type === resource.type && types.every((type) => own.bases.includes(type) || !own.bases.every(isResourceType));
}

function checkName({ code }: SearchParameter, { types, known, refuse }: { types: readonly string[]; known: KnownParameters; refuse: Refuse }): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(code)) {
    refuse('code', '代码只能由字母、数字、“-”和“_”组成，以字母或数字开头，最长 64 个字符。', 'The code consists of letters, digits, "-" and "_", begins with a letter or digit and has at most 64 characters.');
    return;
  }
  for (const type of types) {
    if (standardParametersOf(type).has(code)) refuse('code', `${type} 已有标准检索参数 ${code}，请换一个代码。`, `${type} has the search parameter ${code} in R4 already; choose another code.`);
    const owner = known.ownerOf(type, code);
    if (owner !== undefined) refuse('code', `${type} 已有检索参数 ${code}（${owner}），请换一个代码或先停用它。`, `${type} has a search parameter ${code} already (${owner}); choose another code or retire that one.`);
  }
}

function componentsOf({ component = [] }: SearchParameter, known: KnownParameters, refuse: Refuse): ComponentRow[] {
  if (component.length < 2 || component.length > COMPONENTS_MAX) refuse('component', `组合参数需要 2 至 ${COMPONENTS_MAX} 个部分。`, `A composite has 2 to ${COMPONENTS_MAX} components.`);
  return component.flatMap(({ definition, expression }, index) => {
    const url = definition.split('|')[0]!;
    const own = url.startsWith(STANDARD_URL) ? standardParameter(url.slice(STANDARD_URL.length)) : undefined;
    const type = own?.type ?? known.typeByUrl(url);
    if (type === undefined) refuse(`component[${index}].definition`, `没有检索参数 ${url}。`, `There is no search parameter ${url} here.`);
    else if (type === 'composite' || type === 'special') refuse(`component[${index}].definition`, `${type} 类型的参数不能作为组合的一部分。`, `A parameter of type ${type} cannot be a component.`);
    else return [{ type, expression, definition: own?.id ?? url }];
    return [];
  });
}

interface Checked {
  readonly engine: PathEngine;
  readonly type: string;
  readonly kind: ParameterType;
  readonly expression: string;
  readonly components: readonly ComponentRow[];
}

/** Expression and components on one resource type; what the expression reaches. */
function checkType({ engine, type, kind, expression, components }: Checked, refuse: Refuse): Reach {
  const reach = checkExpression({ engine, type, expression, input: [{ type, targets: [] }] }, (zh, en) => refuse('expression', zh, en));
  if (reach === 'refused') return [];
  if (reach?.length === 0) {
    refuse('base', `表达式在 ${type} 上不指向任何元素。`, `The expression reaches no element of ${type}.`);
    return [];
  }
  if (kind !== 'composite') requireLeaf(reach, kind, (zh, en) => refuse('expression', zh, en));
  components.forEach((component, index) => {
    const place = `component[${index}].expression`;
    const part = checkExpression({ engine, type, expression: component.expression, input: reach }, (zh, en) => refuse(place, zh, en));
    if (part === 'refused') return;
    if (part?.length === 0) refuse(place, '表达式不指向任何元素。', 'The expression reaches no element.');
    else requireLeaf(part, component.type, (zh, en) => refuse(place, zh, en));
  });
  return reach;
}

/** One of the elements must be of a type that such a parameter can be searched by. */
function requireLeaf(reach: Reach, kind: ParameterType, refuse: RefuseHere): void {
  if (reach === undefined || reach.some(({ type }) => writerOf(kind, type) !== undefined)) return;
  const types = [...new Set(reach.map(({ type }) => type))].slice(0, 8).join(', ');
  refuse(`表达式指向 ${types}，不能按 ${kind} 类型检索。`, `The expression reaches ${types}, which cannot be searched as ${kind}.`);
}

/** Functions whose value is not of the resource alone, or that may take without end. */
const FORBIDDEN = /\b(now|today|timeOfDay|memberOf|conformsTo|repeat|aggregate|descendants|subsumes|subsumedBy)\s*\(/;

interface Expressed {
  readonly engine: PathEngine;
  readonly type: string;
  readonly expression: string;
  readonly input: Reach;
}

function checkExpression({ engine, type, expression, input }: Expressed, refuse: RefuseHere): Reach | 'refused' {
  const refused = (zh: string, en: string): 'refused' => {
    refuse(zh, en);
    return 'refused';
  };
  if (expression.length > EXPRESSION_MAX) return refused(`表达式最长 ${EXPRESSION_MAX} 个字符。`, `An expression has at most ${EXPRESSION_MAX} characters.`);
  const forbidden = FORBIDDEN.exec(expression.replace(/'(?:[^'\\]|\\.)*'/g, "''"))?.[1];
  if (forbidden !== undefined) return refused(`检索参数的表达式不能使用 ${forbidden}()。`, `The expression of a search parameter cannot use ${forbidden}().`);
  if (!hasSafePatterns(expression)) return refused('表达式中的正则表达式过于复杂。', 'A regular expression in the expression could take too long.');
  try {
    evaluated(engine, expression, { context: { resourceType: type }, resource: { resourceType: type } });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]!.slice(0, 200) : '';
    return refused(`不是有效的 FHIRPath 表达式：${reason}`, `Not a valid FHIRPath expression: ${reason}`);
  }
  return reached(expression, { type, input }, refused);
}

function reached(expression: string, { type, input }: { type: string; input: Reach }, refused: (zh: string, en: string) => 'refused'): Reach | 'refused' {
  try {
    const parts = unionParts(expression).map((part) => reachOf(parseFhirPath(part), { root: type, input }));
    return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
  } catch (error) {
    if (error instanceof PathUnsupported) return undefined;
    if (!(error instanceof UnreachableStep)) throw error;
    if (error.reason === 'other-resource') return refused(`检索参数不能经过引用读取其他资源（resolve().${error.step}），请改用链式检索。`, `A search parameter cannot read other resources through a reference (resolve().${error.step}); chain the search instead.`);
    return refused(`${type} 上没有 ${error.step}。`, `There is no ${error.step} where the expression asks for it on ${type}.`);
  }
}

function compiles(type: string, { expression, components }: { expression: string; components: readonly ComponentRow[] }): boolean {
  const isWhole = isCompilable(expression, type);
  if (components.length === 0 || !isWhole) return isWhole;
  const inner = typesReached(expression, type);
  return components.every((component) => inner.every((each) => isCompilable(component.expression, each)));
}

export function typesReached(expression: string, type: string): string[] {
  const reach = reached(expression, { type, input: [{ type, targets: [] }] }, () => 'refused');
  return reach === 'refused' || reach === undefined ? [] : [...new Set(reach.map((each) => each.type))];
}

function distinct(findings: readonly ProblemDetail[]): ProblemDetail[] {
  const byText = new Map(findings.map((finding) => [`${finding.path} ${finding.message.en}`, finding]));
  return [...byText.values()].slice(0, 20);
}

/** A row of the parameter table, without its mark. */
export const rowOfDefinition = (definition: CustomDefinition): Omit<SearchParameterRow, 'custom'> => ({
  id: definition.url,
  code: definition.code,
  type: definition.type,
  bases: definition.types,
  expression: definition.expression,
  targets: definition.targets,
  components: definition.components,
});
