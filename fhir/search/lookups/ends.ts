import { isResourceType } from '#fhir/types/structure-table.ts';
import { UNIONS } from '../extraction/main-parameters.ts';
import { parametersOf } from '../parameter-table.ts';

/** The parameter that a chain ends with. */
export interface End {
  readonly type: string;
  readonly code: string;
  readonly modifier: string | undefined;
}

/** `_has:Observation:patient:code:in`, `subject:Patient.name`, `code:below` → what is asked in the end, of every type it may be asked of. */
export function endsOf(type: string, name: string): End[] {
  if (name.startsWith('_has:')) {
    const [, source = '', , ...rest] = name.split(':');
    return isResourceType(source) ? endsOf(source, rest.join(':')) : [];
  }
  const dot = name.indexOf('.');
  const [code = '', modifier] = (dot < 0 ? name : name.slice(0, dot)).split(':');
  if (dot < 0) return (UNIONS[`${type}.${code}`] ?? [code]).map((each) => ({ type, code: each, modifier }));
  const targets = modifier === undefined ? (parametersOf(type).get(code)?.targets ?? []) : [modifier];
  return targets.filter(isResourceType).flatMap((target) => endsOf(target, name.slice(dot + 1)));
}
