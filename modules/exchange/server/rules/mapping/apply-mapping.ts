import type { Resource } from '#fhir/types/resources.gen.ts';
import { placeText, type Message, type Repetition, type Segment } from '../v2/message.ts';
import { fieldOf, leafOf, valueAt } from '../v2/read.ts';
import type { FieldRule, MappingDocument, ResourceRule } from './document.ts';
import { MAPPING_FUNCTIONS, type FunctionContext } from './functions.ts';
import { relatedSegments } from './segment-order.ts';

export interface MappingSettings {
  readonly zone: string;
  /** Stands in addresses of number ranges: the sending organisation. */
  readonly scope: string;
  /** The id of a resource by its type and what identifies it in the sending system. */
  idOf(type: string, key: readonly string[]): string;
}

export interface MappingWarning {
  /** `PID-7` */
  readonly place: string;
  readonly text: string;
}

export interface Mapped {
  readonly resources: readonly Resource[];
  /** `Type/id` of those that are left as they are where they exist already. */
  readonly ifNew: ReadonlySet<string>;
  readonly warnings: readonly MappingWarning[];
  /** Fields that hold something and that no rule read, such as `ZPI-3`. */
  readonly unmapped: readonly string[];
  /** Fields that hold something. */
  readonly filled: number;
}

interface Item {
  readonly rule: ResourceRule;
  readonly segment: Segment;
  /** The repetition where the rule makes one resource for each. */
  readonly repetition: Repetition | undefined;
  readonly id: string;
}

type Json = Record<string, unknown>;
const WARNINGS_MAX = 200;

/** Turns a message into FHIR resources by the rules; pure, the ids come from the settings. */
export function applyMapping(message: Message, rules: { resources: readonly ResourceRule[]; codes: MappingDocument['codes'] }, settings: MappingSettings): Mapped {
  const run = new MappingRun(message, rules, settings);
  return run.result();
}

class MappingRun {
  private readonly message: Message;
  private readonly rules: { resources: readonly ResourceRule[]; codes: MappingDocument['codes'] };
  private readonly settings: MappingSettings;
  private readonly read = new Set<string>();
  private readonly warnings: MappingWarning[] = [];
  private readonly made = new Map<string, Resource>();
  private readonly ifNew = new Set<string>();
  private readonly items: Item[];

  constructor(message: Message, rules: { resources: readonly ResourceRule[]; codes: MappingDocument['codes'] }, settings: MappingSettings) {
    this.message = message;
    this.rules = rules;
    this.settings = settings;
    this.items = rules.resources.flatMap((rule) => this.itemsOf(rule));
  }

  result(): Mapped {
    for (const item of this.items) {
      const resource = this.build(item);
      const key = `${item.rule.type}/${item.id}`;
      const before = this.made.get(key);
      if (item.rule.write === 'if-new') this.ifNew.add(key);
      this.made.set(key, before === undefined ? resource : ({ ...before, ...resource } as Resource));
    }
    const filled = this.filledFields();
    return { resources: [...this.made.values()], ifNew: this.ifNew, warnings: this.warnings, unmapped: filled.filter((place) => !this.read.has(place)), filled: filled.length };
  }

  private itemsOf(rule: ResourceRule): Item[] {
    const event = valueAt(this.message, 'MSH-9.2');
    if (rule.events !== undefined && !rule.events.includes(event)) return [];
    const segments = this.message.segments.filter(({ name }) => name === rule.each);
    const times = new Map<string, number>();
    return segments.flatMap((segment) => {
      if (!(rule.when ?? []).every((condition) => this.holds(segment, condition))) return [];
      const repetitions = rule.repetition === undefined ? [undefined] : this.sources(segment, rule.repetition).map((each) => each.repetition);
      return repetitions.map((repetition, index): Item => {
        const key = rule.key.map((path) => this.text(segment, path));
        const own = key.some((part) => part !== '') ? key : [`#${this.message.segments.indexOf(segment)}`, valueAt(this.message, 'MSH-10'), String(index)];
        const written = JSON.stringify(own);
        const time = (times.get(written) ?? 0) + 1;
        times.set(written, time);
        // Two results under one number are two results; the same person said twice is one.
        const again = time === 1 || rule.each === 'PID' || rule.each === 'PV1' ? [] : [`#${time}`];
        return { rule, segment, repetition, id: this.settings.idOf(rule.type, [rule.name, ...own, ...again]) };
      });
    });
  }

  private build(item: Item): Resource {
    const resource: Json = { resourceType: item.rule.type, id: item.id };
    for (const field of item.rule.fields) {
      if (!(field.when ?? []).every((condition) => this.holds(item.segment, condition))) continue;
      for (const value of this.valuesOf(item, field)) put(resource, field, field.wrap === undefined ? withOthers(value, field) : { ...field.with, [field.wrap]: value });
    }
    return resource as unknown as Resource;
  }

  private valuesOf(item: Item, field: FieldRule): unknown[] {
    if (field.ref !== undefined) return this.references(item, field.ref);
    if (field.from === undefined) return field.value === undefined ? [] : [field.value];
    for (const path of Array.isArray(field.from) ? field.from : [field.from]) {
      const found = this.sourcesOf(item, path).flatMap((source) => {
        const value = this.valueOf(source, field);
        return value === undefined ? [] : [value];
      });
      if (found.length > 0) return field.first || !field.to.includes('[]') ? found.slice(0, 1) : found;
    }
    return [];
  }

  private valueOf(source: SourceAt, field: FieldRule): unknown {
    const context: FunctionContext = {
      zone: this.settings.zone,
      scope: this.settings.scope,
      warn: (text) => this.warn(source.place, text),
      add: (resource, key) => this.add(resource, key),
    };
    const value = MAPPING_FUNCTIONS[field.as]({ message: this.message, repetition: source.repetition, valueType: source.valueType, unit: source.unit }, context);
    if (value === undefined || value === '') return undefined;
    const coded = field.map === undefined ? value : this.mapped(String(value), field.map, source.place);
    return field.system !== undefined && typeof coded === 'string' ? { coding: [{ system: field.system, code: coded }] } : coded;
  }

  private mapped(value: string, table: string, place: string): string | undefined {
    const codes = this.rules.codes[table];
    const found = codes?.[value] ?? codes?.[value.toUpperCase()] ?? codes?.['*'];
    if (found === undefined) this.warn(place, `代码表 ${table} 中没有此值 / not in code table ${table}`);
    return found === '' ? undefined : found;
  }

  private add(resource: Resource, key: readonly string[]): string {
    const id = this.settings.idOf(resource.resourceType, key);
    const reference = `${resource.resourceType}/${id}`;
    this.ifNew.add(reference);
    if (!this.made.has(reference)) this.made.set(reference, { ...resource, id });
    return reference;
  }

  /** The nearest of that name: on the same segment, on one above or below, else the only one. */
  private references(item: Item, name: string): unknown[] {
    const named = this.items.filter(({ rule }) => rule.name === name);
    if (named.length === 0) return [];
    const own = named.filter(({ segment }) => relatedSegments(this.message, item.segment, segment.name).includes(segment));
    return distinct((own.length > 0 ? own : named.length === 1 ? named : []).map(({ rule, id }) => `${rule.type}/${id}`)).map((reference) => ({ reference }));
  }

  private holds(segment: Segment, { path, is, not }: { path: string; is?: readonly string[] | undefined; not?: readonly string[] | undefined }): boolean {
    const isSegment = !path.includes('-');
    const value = isSegment ? (relatedSegments(this.message, segment, path)[0]?.name ?? '') : this.text(segment, path);
    if (is !== undefined) return is.includes(value);
    return not !== undefined ? !not.includes(value) : value !== '';
  }

  private text(segment: Segment, path: string): string {
    const [source] = this.sources(segment, path);
    return source === undefined ? '' : (source.repetition.map((_, index) => leafOf(this.message, source.repetition, index + 1)).find((each) => each !== '') ?? '');
  }

  private sourcesOf(item: Item, path: string): SourceAt[] {
    const whole = item.rule.repetition;
    if (item.repetition === undefined || whole === undefined || !path.startsWith(whole)) return this.sources(item.segment, path);
    const [component, subcomponent] = path.slice(whole.length).replace(/^\./, '').split('.').filter((part) => part !== '').map(Number);
    return [{ repetition: narrowed(item.repetition, component, subcomponent), place: path }];
  }

  private sources(segment: Segment, path: string): SourceAt[] {
    const match = /^([A-Z][A-Z0-9]{2})-(\d+)(?:\[(\d+)\])?(?:\.(\d+))?(?:\.(\d+))?$/.exec(path);
    if (match === null) return [];
    const [, name, number, which, component, subcomponent] = match;
    return relatedSegments(this.message, segment, name!).flatMap((each) => {
      const place = placeText({ segment: name!, occurrence: this.occurrence(each), field: Number(number) });
      this.read.add(place);
      const field = fieldOf(each, Number(number));
      const repetitions = which === undefined ? field : field.slice(Number(which) - 1, Number(which));
      const isResult = name === 'OBX';
      const valueType = isResult ? leafOf(this.message, fieldOf(each, 2)[0], 1) : undefined;
      const unit = isResult ? fieldOf(each, 6)[0] : undefined;
      // The value is read with its unit.
      if (isResult && number === '5') this.read.add(placeText({ segment: 'OBX', occurrence: this.occurrence(each), field: 6 }));
      return repetitions.map((repetition) => ({ repetition: narrowed(repetition, component === undefined ? undefined : Number(component), subcomponent === undefined ? undefined : Number(subcomponent)), place, valueType, unit }))
        .filter(({ repetition }) => repetition.some((part) => part.some((leaf) => leaf !== '' && leaf !== '""')));
    });
  }

  private occurrence(segment: Segment): number {
    return this.message.segments.filter(({ name }) => name === segment.name).indexOf(segment) + 1;
  }

  private warn(place: string, text: string): void {
    if (this.warnings.length < WARNINGS_MAX) this.warnings.push({ place, text });
  }

  private filledFields(): string[] {
    const counts = new Map<string, number>();
    return this.message.segments.flatMap((segment) => {
      const occurrence = (counts.get(segment.name) ?? 0) + 1;
      counts.set(segment.name, occurrence);
      return segment.fields.flatMap((field, index) => {
        const isFilled = field.some((repetition) => repetition.some((part) => part.some((leaf) => leaf !== '' && leaf !== '""')));
        const isFrame = segment.name === 'MSH' && index < 2;
        return isFilled && !isFrame ? [placeText({ segment: segment.name, occurrence, field: index + 1 })] : [];
      });
    });
  }
}

interface SourceAt {
  readonly repetition: Repetition;
  readonly place: string;
  readonly valueType?: string | undefined;
  readonly unit?: Repetition | undefined;
}

const narrowed = (repetition: Repetition, component: number | undefined, subcomponent: number | undefined): Repetition => {
  if (component === undefined) return repetition;
  const part = repetition[component - 1] ?? [''];
  return subcomponent === undefined ? part.map((leaf) => [leaf]) : [[part[subcomponent - 1] ?? '']];
};

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const withOthers = (value: unknown, { with: more }: FieldRule): unknown => (more === undefined || typeof value !== 'object' ? value : { ...more, ...(value as object) });

/** Puts a value where the path says; `observation` values carry their own element names. */
function put(resource: Json, field: FieldRule, value: unknown): void {
  if (field.as === 'observation') {
    if (!Object.keys(resource).some((key) => key.startsWith('value'))) Object.assign(resource, value);
    return;
  }
  const steps = field.to.split('.');
  let at = resource;
  for (const step of steps.slice(0, -1)) {
    const name = step.replace('[]', '');
    if (step.endsWith('[]')) {
      const list = (at[name] ??= []) as Json[];
      if (list.length === 0) list.push({});
      at = list.at(-1)!;
    } else at = (at[name] ??= {}) as Json;
  }
  const last = steps.at(-1)!;
  const name = last.replace('[]', '');
  if (!last.endsWith('[]')) {
    if (!(field.otherwise && at[name] !== undefined)) at[name] = value;
    return;
  }
  const list = (at[name] ??= []) as unknown[];
  const written = JSON.stringify(value);
  if (!(field.otherwise && list.length > 0) && !list.some((each) => JSON.stringify(each) === written)) list.push(value);
}
