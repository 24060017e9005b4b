import { addressIn, elementsOf, type Element } from '#fhir/search/extraction/elements.ts';
import { parametersOf, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { elementTypesOf } from '#fhir/search/parameter-target.ts';
import { isNumberParameter } from '#fhir/search/values/person-numbers.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import type { Chance } from './chance.ts';
import { BASE, NAMES, TIMES } from './resources.ts';

export interface AskedSearch {
  readonly type: string;
  readonly parameters: readonly RawParameter[];
}

const PREFIXES = ['', '', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'];

const escaped = (text: string): string => text.replace(/[\\,$|]/g, '\\$&');

/** Asks for what is really there, or nearly: values come from the resources and are then bent a little. */
export class Asker {
  private readonly chance: Chance;
  private readonly resources: readonly Resource[];
  private readonly byType = new Map<string, Resource[]>();

  constructor(chance: Chance, resources: readonly Resource[]) {
    this.chance = chance;
    this.resources = resources;
    for (const each of resources) this.byType.set(each.resourceType, [...(this.byType.get(each.resourceType) ?? []), each]);
  }

  /** One to three conditions, an order now and then. */
  any(types = [...this.byType.keys()]): AskedSearch {
    const { chance } = this;
    const type = chance.of(types);
    const parameters = Array.from({ length: chance.of([1, 1, 1, 2, 3]) }, () => this.condition(type, 0));
    if (chance.often(0.5)) parameters.push({ name: '_sort', value: Array.from({ length: chance.of([1, 1, 2, 3]) }, () => this.sortKey(type)).join(',') });
    return { type, parameters };
  }

  /** A few resources with what they refer to and what refers to them. */
  including(types: readonly string[]): AskedSearch {
    const { chance } = this;
    const type = chance.of(types);
    const ids = this.byType.get(type)!.map((each) => each.id!);
    const references = (source: string): string[] => [...parametersOf(source).values()].filter((row) => row.type === 'reference').map((row) => row.code);
    const include = (name: string, source: string): RawParameter => ({ name, value: `${source}:${chance.of(['*', ...references(source)])}${chance.often(0.2) ? `:${chance.of(types)}` : ''}` });
    const parameters = [include('_include', type), include('_revinclude', chance.of(types)), include('_include:iterate', chance.of(types)), include('_revinclude:iterate', chance.of(types))];
    return { type, parameters: [{ name: '_id', value: Array.from({ length: 4 }, () => chance.of(ids)).join(',') }, ...parameters.filter(() => chance.often(0.6))] };
  }

  /** One condition on one parameter of a type. */
  about(type: string, parameter: SearchParameterRow): AskedSearch {
    return { type, parameters: [this.ofParameter(type, parameter)] };
  }

  /** Some resource has a value of the parameter. */
  has(type: string, parameter: SearchParameterRow): boolean {
    return (this.byType.get(type) ?? []).some((each) => elementsOf(each, parameter).length > 0);
  }

  sortKey(type: string): string {
    const sortable = [...parametersOf(type).values()].filter((row) => row.type !== 'composite' && row.type !== 'special' && row.code !== 'deceased' && !isNumberParameter(type, row.code)).map((row) => row.code);
    return (this.chance.often(0.4) ? '-' : '') + this.chance.of([...sortable, '_id', '_lastUpdated']);
  }

  private condition(type: string, depth: number): RawParameter {
    const { chance } = this;
    const roll = chance.next();
    if (roll < 0.06) return this.special(type);
    if (roll < 0.16 && depth < 2) return this.reverse(type, depth) ?? this.condition(type, depth);
    const rows = [...parametersOf(type).values()].filter((row) => row.type !== 'special' && row.expression !== '');
    const used = rows.filter((row) => this.has(type, row));
    const parameter = chance.of(used.length > 0 && chance.often(0.95) ? used : rows);
    if (parameter.type === 'reference' && depth < 2 && chance.often(0.35)) return this.chain(type, parameter, depth) ?? this.ofParameter(type, parameter);
    return this.ofParameter(type, parameter);
  }

  private chain(type: string, parameter: SearchParameterRow, depth: number): RawParameter | undefined {
    const { chance } = this;
    const targets = parameter.targets.filter((each) => this.byType.has(each));
    if (targets.length === 0) return undefined;
    const target = chance.of(targets);
    const inner = this.condition(target, depth + 1);
    const isTyped = parameter.targets.length > 1 || chance.often(0.3);
    return { name: `${parameter.code}${isTyped ? `:${target}` : ''}.${inner.name}`, value: inner.value };
  }

  private reverse(type: string, depth: number): RawParameter | undefined {
    const { chance } = this;
    const from = [...this.byType.keys()].flatMap((source) => [...parametersOf(source).values()].filter((row) => row.type === 'reference' && row.targets.includes(type)).map((row) => ({ source, row })));
    if (from.length === 0) return undefined;
    const { source, row } = chance.of(from);
    const inner = this.condition(source, depth + 1);
    return { name: `_has:${source}:${row.code}:${inner.name}`, value: inner.value };
  }

  private special(type: string): RawParameter {
    const { chance } = this;
    const ids = (this.byType.get(type) ?? this.resources).map((each) => each.id!);
    switch (chance.below(5)) {
      case 0:
        return { name: '_id', value: Array.from({ length: 3 }, () => chance.of(ids)).join(',') };
      case 1:
        return { name: '_lastUpdated', value: `${chance.of(PREFIXES)}${chance.of(['2026-03-01', '2026-03-01T00:05:00Z', '2026-03-01T00:07', '2026-03', '2026-03-01T00:05:00.000Z'])}` };
      case 2:
        return { name: '_content', value: chance.of(['芳', 'systolic', 'ann', 'MALE', 'Émile', 'blood OR 王', 'systolic NOT blood', '"only text"', '收缩,舒张']) };
      case 3:
        return { name: '_text', value: chance.of(['高血压', 'diabetes 病', 'div']) };
      default:
        return type === 'Patient' ? { name: '_list', value: chance.of(this.byType.get('List') ?? this.resources).id! } : { name: '_id', value: chance.of(ids) };
    }
  }

  private ofParameter(type: string, parameter: SearchParameterRow): RawParameter {
    const { chance } = this;
    if (chance.often(0.06)) return { name: `${parameter.code}:missing`, value: chance.of(['true', 'false']) };
    const value = (): { modifier: string; value: string } => this.valueOf(type, parameter);
    const first = value();
    if (first.modifier !== '' || chance.often(0.8)) return { name: parameter.code + first.modifier, value: first.value };
    const second = value();
    return { name: parameter.code, value: second.modifier === '' ? `${first.value},${second.value}` : first.value };
  }

  /** Some resource of the type that has the element, or nothing. */
  private someElement(type: string, parameter: SearchParameterRow): Element | undefined {
    const found = (this.byType.get(type) ?? []).flatMap((each) => elementsOf(each, parameter));
    return found.length === 0 ? undefined : this.chance.of(found);
  }

  private valueOf(type: string, parameter: SearchParameterRow): { modifier: string; value: string } {
    const element = this.someElement(type, parameter);
    if (parameter.type === 'composite') return { modifier: '', value: this.compositeValue(type, parameter, element) };
    return this.ask(parameter, element, type);
  }

  private compositeValue(type: string, parameter: SearchParameterRow, element: Element | undefined): string {
    const parts = parameter.components.map((part) => {
      const row: SearchParameterRow = { ...parameter, type: part.type, expression: part.expression, components: [] };
      const inside = element && { resourceType: element.type, ...(element.value as object) };
      const found = inside ? elementsInside(inside as Resource, row) : [];
      return this.ask(row, found.length === 0 ? undefined : this.chance.of(found), type, true).value;
    });
    return parts.join('$');
  }

  private ask(parameter: SearchParameterRow, element: Element | undefined, type: string, isPart = false): { modifier: string; value: string } {
    switch (parameter.type) {
      case 'token':
        return this.token(element, isPart ? undefined : { type, parameter });
      case 'reference':
        return this.reference(element, isPart ? undefined : { type, parameter });
      case 'date':
        return { modifier: '', value: this.chance.of(PREFIXES) + this.time(element) };
      case 'string':
        return this.text(element, isPart);
      case 'uri':
        return this.address(element, isPart);
      default:
        return { modifier: '', value: this.amount(element, parameter.type === 'quantity') };
    }
  }

  private token(element: Element | undefined, from: { type: string; parameter: SearchParameterRow } | undefined): { modifier: string; value: string } {
    const { chance } = this;
    const value = (typeof element?.value === 'object' ? element.value : { code: element === undefined ? 'nothing' : String(element.value) }) as Record<string, unknown>;
    const coding = (Array.isArray(value.coding) ? chance.of(value.coding as object[]) : value) as { system?: string; code?: string; value?: string; display?: string };
    const system = element?.type === 'ContactPoint' ? undefined : coding?.system;
    const code = escaped(coding?.code ?? coding?.value ?? 'x');
    const types = from ? elementTypesOf(from.type, from.parameter) : new Set();
    if (from && ['CodeableConcept', 'Coding', 'Identifier'].some((each) => types.has(each)) && chance.often(0.1)) {
      return { modifier: ':text', value: escaped(([...(coding?.display ?? (value.text as string | undefined) ?? 'sys')].slice(0, 3)).join('').trim()) };
    }
    const kind = (value.type as { coding?: { system?: string; code?: string }[] } | undefined)?.coding?.[0];
    if (from && element?.type === 'Identifier' && kind && chance.often(0.3)) return { modifier: ':of-type', value: `${kind.system ?? ''}|${kind.code ?? ''}|${code}` };
    const asked = chance.of([code, code, `${system ?? ''}|${code}`, `|${code}`, system === undefined ? code : `${system}|`, code.toUpperCase(), `http://a.example/S|${code}`]);
    return { modifier: from && chance.often(0.15) ? ':not' : '', value: asked };
  }

  private reference(element: Element | undefined, from: { type: string; parameter: SearchParameterRow } | undefined): { modifier: string; value: string } {
    const { chance } = this;
    const found = element?.value as { display?: string; identifier?: { system?: string; value?: string } } | undefined;
    if (from && found?.display !== undefined && chance.often(0.3)) return { modifier: ':text', value: escaped(found.display.slice(0, 3).trim()) };
    if (from && found?.identifier?.value !== undefined && chance.often(0.7)) {
      const { system, value } = found.identifier;
      return { modifier: ':identifier', value: chance.of([`${system ?? ''}|${escaped(value!)}`, escaped(value!), system === undefined ? escaped(value!) : `${system}|`]) };
    }
    const address = element === undefined ? 'Patient/none' : (addressIn(element) ?? 'Patient/none');
    const [type = '', id] = address.split('/');
    if (element?.type === 'canonical' || id === undefined || !/^[A-Z]/.test(type)) return { modifier: '', value: escaped(chance.of([address, address.split('|')[0]!])) };
    if (from && chance.often(0.2)) return { modifier: `:${type}`, value: chance.of([id, address]) };
    return { modifier: '', value: chance.of([address, id, `${address}/_history/1`, `${BASE}/${address}`, `http://there.example/fhir/${address}`]) };
  }

  private time(element: Element | undefined): string {
    const { chance } = this;
    const { start, end, event } = (typeof element?.value === 'object' ? element.value : { start: element?.value }) as { start?: string; end?: string; event?: string[] };
    const text = String(start ?? end ?? event?.[0] ?? chance.of(TIMES));
    return chance.of([text, text, text.slice(0, 10), text.slice(0, 7), text.slice(0, 4), chance.of(TIMES), text.length >= 16 ? `${text.slice(0, 16)}Z` : text]);
  }

  private text(element: Element | undefined, isPart: boolean): { modifier: string; value: string } {
    const { chance } = this;
    const words = typeof element?.value === 'object' ? Object.values(element.value as object).flat().filter((each) => typeof each === 'string') : [element?.value ?? 'none'];
    const letters = [...String(words.length === 0 ? 'none' : chance.of(words))];
    const whole = letters.join('');
    const start = letters.slice(0, 1 + chance.below(letters.length)).join('');
    const modifier = isPart ? '' : chance.of(['', '', ':exact', ':contains']);
    const text = modifier === ':exact' ? chance.of([whole, whole.toLowerCase(), start]) : modifier === ':contains' ? letters.slice(chance.below(letters.length)).join('') : chance.of([whole, start, start.toUpperCase(), chance.of(NAMES)]);
    return { modifier, value: escaped(text) };
  }

  private address(element: Element | undefined, isPart: boolean): { modifier: string; value: string } {
    const { chance } = this;
    const text = String(element?.value ?? 'http://none.example');
    const modifier = isPart ? '' : chance.of(['', '', ':below', ':above']);
    const value = modifier === ':below' ? text.slice(0, 8 + chance.below(text.length)) : modifier === ':above' ? `${text}${chance.of(['', '/more', '/more/yet', 'x'])}` : text;
    return { modifier, value: escaped(value) };
  }

  private amount(element: Element | undefined, isQuantity: boolean): string {
    const { chance } = this;
    const found = (typeof element?.value === 'object' ? element.value : { value: element?.value }) as { value?: number; unit?: string; system?: string; code?: string; low?: { value?: number } };
    const number = found.value ?? found.low?.value ?? 5;
    const other = isQuantity ? OTHER_UNITS[found.code ?? ''] : undefined;
    if (other && chance.often(0.4)) return `${chance.of(PREFIXES)}${chance.of([String(number * other.times), (number * other.times).toFixed(1)]).replace('e+', 'e')}|http://unitsofmeasure.org|${other.code}`;
    const text = chance.of([String(number), number.toFixed(1), number.toFixed(2), number.toExponential(), String(Math.round(number)), String(number + 0.5), String(number - 0.05)]).replace('e+', 'e');
    const units = isQuantity ? chance.of(['', '', `|${found.system ?? ''}|${found.code ?? found.unit ?? ''}`, `||${found.code ?? 'g'}`, `||${found.unit ?? 'g'}`, `|${found.system ?? ''}|`]) : '';
    return chance.of(PREFIXES) + text + units;
  }
}

/** Other units of the same kind. */
const OTHER_UNITS: Readonly<Record<string, { code: string; times: number }>> = {
  g: { code: 'mg', times: 1000 }, mg: { code: 'g', times: 0.001 }, '[oz_av]': { code: 'g', times: 28.35 }, min: { code: 'h', times: 1 / 64 }, 'mm[Hg]': { code: 'kPa', times: 0.1333 }, a: { code: 'd', times: 365.25 },
};

/** The parts of a composite are paths from its own place. */
function elementsInside(inside: Resource, row: SearchParameterRow): Element[] {
  try {
    return elementsOf(inside, row);
  } catch {
    return [];
  }
}
