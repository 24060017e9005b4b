import { copyLiteral, markLiterals, parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import { fhirProblem } from '../../problems.ts';
import type { Content } from './patch-location.ts';

/** One operation of https://www.rfc-editor.org/rfc/rfc6902, before it is checked. */
interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly from?: unknown;
  readonly value?: unknown;
}

const OPERATIONS_MAX = 1000;

/**
 * Applies a JSON Patch to a document that the caller owns (it is changed) and returns the result.
 * Throws `fhir.patch-invalid` naming the operation and the pointer; nothing is stored by then.
 */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw refused('', '补丁必须是操作的数组。', 'A JSON Patch is an array of operations.');
  if (patch.length > OPERATIONS_MAX) throw refused('', `补丁最多 ${OPERATIONS_MAX} 个操作。`, `A patch has at most ${OPERATIONS_MAX} operations.`);
  const holder = { root: document };
  patch.forEach((operation: Operation | null, index) => applyOperation(holder, operation ?? {}, `patch[${index}]`));
  return holder.root;
}

const refused = (place: string, zh: string, en: string) => fhirProblem('fhir.patch-invalid', [{ path: place, message: { zh, en } }]);

/** Where a pointer leads: a member of an object or a position in an array. */
interface Place {
  readonly container: Record<string, unknown> | unknown[];
  readonly key: string;
  /** For messages. */
  readonly pointer: string;
  readonly at: string;
}

interface Holder {
  root: unknown;
}

function applyOperation(holder: Holder, operation: Operation, at: string): void {
  const place = placeOf(holder, operation.path, at);
  switch (operation.op) {
    case 'add':
      add(place, requireValue(operation, at));
      return keepDigits(operation, 'value', place);
    case 'remove':
      return void remove(place);
    case 'replace':
      replace(place, requireValue(operation, at));
      return keepDigits(operation, 'value', place);
    case 'move': {
      if (typeof operation.from === 'string' && place.pointer.startsWith(`${operation.from}/`)) {
        throw refused(at, '不能移动到自身之内。', `${operation.from} cannot be moved into itself.`);
      }
      const from = placeOf(holder, operation.from, at);
      const moved = remove(from);
      const target = placeOf(holder, operation.path, at);
      add(target, moved);
      return keepDigits(from.container, from.key, target);
    }
    case 'copy': {
      const from = placeOf(holder, operation.from, at);
      add(place, copyOf(get(from)));
      return keepDigits(from.container, from.key, place);
    }
    case 'test':
      if (isEqual(get(place), requireValue(operation, at))) return;
      throw refused(at, `${place.pointer} 的值与预期不符。`, `The value at ${place.pointer} is not the one expected.`);
    default:
      throw refused(at, 'op 只能是 add、remove、replace、move、copy、test。', 'op is add, remove, replace, move, copy or test.');
  }
}

/** The digits of a decimal go with it: 1.50 is not 1.5 (https://hl7.org/fhir/R4/datatypes.html#decimal). */
function keepDigits(holder: object, property: string, { container, key }: Place): void {
  if (!Array.isArray(holder) && !Array.isArray(container)) copyLiteral({ holder: holder as Content, property }, { holder: container, property: key });
}

/** `structuredClone` would leave the digits of decimals behind. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  markLiterals(value);
  return parseFhirJson(printFhirJson(value));
}

function requireValue(operation: Operation, at: string): unknown {
  if (Object.hasOwn(operation, 'value')) return operation.value;
  throw refused(at, '操作缺少 value。', 'The operation has no value.');
}

function placeOf(holder: Holder, pointer: unknown, at: string): Place {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/')) || /~(?![01])/.test(pointer)) {
    throw refused(at, '路径不是有效的 JSON Pointer。', 'The path is not a JSON Pointer.');
  }
  const keys = pointer === '' ? ['root'] : ['root', ...pointer.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))];
  let container: unknown = holder;
  for (const key of keys.slice(0, -1)) container = member(container, key);
  if (typeof container !== 'object' || container === null) throw refused(at, `${pointer} 的上级不存在。`, `Nothing is there for ${pointer} to be in.`);
  return { container: container as Place['container'], key: keys.at(-1)!, pointer, at };
}

function member(container: unknown, key: string): unknown {
  if (Array.isArray(container)) return /^(?:0|[1-9]\d{0,8})$/.test(key) ? container[Number(key)] : undefined;
  if (typeof container !== 'object' || container === null || !Object.hasOwn(container, key)) return undefined;
  return (container as Record<string, unknown>)[key];
}

function get(place: Place): unknown {
  const found = member(place.container, place.key);
  if (found === undefined) throw absent(place);
  return found;
}

const absent = ({ pointer, at }: Place) => refused(at, `${pointer} 不存在。`, `There is nothing at ${pointer}.`);

function add(place: Place, value: unknown): void {
  const { container, key, pointer, at } = place;
  if (!Array.isArray(container)) return define(container, key, value);
  const index = key === '-' ? container.length : /^(?:0|[1-9]\d{0,8})$/.test(key) ? Number(key) : -1;
  if (index < 0 || index > container.length) throw refused(at, `${pointer} 超出数组范围。`, `${pointer} is outside the array.`);
  container.splice(index, 0, value);
}

/** Never through a setter such as `__proto__`. */
const define = (container: object, key: string, value: unknown): void =>
  void Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });

function remove(place: Place): unknown {
  const found = get(place);
  if (Array.isArray(place.container)) place.container.splice(Number(place.key), 1);
  else delete place.container[place.key];
  return found;
}

function replace(place: Place, value: unknown): void {
  get(place);
  if (Array.isArray(place.container)) place.container[Number(place.key)] = value;
  else define(place.container, place.key, value);
}

/** Equality of RFC 6902 §4.6: members in any order, numbers by value. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((each, index) => isEqual(each, right[index]));
  }
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isEqual((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]))
  );
}
