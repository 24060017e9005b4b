import { badPrimitive, isArray, notArray, type ElementCheck, type Findings } from './findings.ts';

/** True for a non-empty array; otherwise says so. */
export function checkArray(value: unknown, path: string, out: Findings): value is unknown[] {
  if (Array.isArray(value) && value.length > 0) return true;
  notArray(out, path);
  return false;
}

/** A null in an array of primitives stands for a value that has only extensions, given in the `_` sibling. */
export function checkEmptyNulls(out: Findings, path: string, at: { value: Record<string, unknown>; sibling: string; index: number }): void {
  const { value, sibling, index } = at;
  const siblings = value[sibling];
  if (!Array.isArray(siblings) || siblings[index] == null) badPrimitive(out, `${path}.${sibling.slice(1)}[${index}]`, 'value');
}

/** `_birthDate`: an Element with id or extensions; for repeating primitives an array of Element or null. */
export function checkSibling(value: unknown, path: string, { out, many, check }: { out: Findings; many: boolean; check: ElementCheck }): void {
  if (!many) {
    if (Array.isArray(value)) isArray(out, path);
    else check(value, path, out);
    return;
  }
  if (!checkArray(value, path, out)) return;
  value.forEach((each, index) => {
    if (each !== null) check(each, `${path}[${index}]`, out);
  });
}
