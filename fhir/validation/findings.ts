import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';

/** Collects mistakes of one resource; stops adding at a limit so that a hostile body cannot make a huge answer. */
export class Findings {
  readonly details: ProblemDetail[] = [];
  depth = 0;
  /** The resource now checked, `%resource` of rules. */
  resource: unknown;
  /** Ids of the contained resources of the resource now checked, for `#id` references. */
  contained: ReadonlySet<string> = new Set();
  /** Parts of a resource that is not here: what they refer to within it cannot be looked for. */
  isFragment = false;

  add(path: string, zh: string, en: string): void {
    if (this.details.length < FINDINGS_MAX) this.details.push({ path, message: { zh, en } });
  }

  addText(path: string, message: Text): void {
    this.add(path, message.zh, message.en);
  }
}

/** Checks one element of a structure; mistakes go to `out`. */
export type ElementCheck = (value: unknown, path: string, out: Findings) => void;

const FINDINGS_MAX = 50;
/** Elements within elements; real resources stay below twenty. */
export const DEPTH_MAX = 60;

/** Functions that the compiled validators call; `path` is a FHIRPath-like place such as `Patient.name[0].given[1]`. */

export const notObject = (out: Findings, path: string): void =>
  out.add(path, '此处必须是对象。', 'This must be an object.');

export const emptyObject = (out: Findings, path: string): void =>
  out.add(path, '元素不能为空，请填写内容或删除该元素。', 'An element cannot be empty; give it content or leave it out.');

export const unknownElement = (out: Findings, path: string, name: string): void =>
  out.add(`${path}.${name}`, 'R4 中没有此元素，请删除或改正名称。', 'R4 has no such element; remove it or correct its name.');

export const missing = (out: Findings, path: string): void => out.add(path, '缺少必填元素。', 'This required element is missing.');

export const severalChoices = (out: Findings, path: string): void =>
  out.add(path, '多选一元素只能有一种类型。', 'Only one of the choice types may be present.');

export const notArray = (out: Findings, path: string): void => out.add(path, '此处必须是非空数组。', 'This must be an array that is not empty.');

export const isArray = (out: Findings, path: string): void => out.add(path, '此处只能有一个值，不能是数组。', 'Only one value is allowed here, not an array.');

export const tooMany = (out: Findings, path: string, max: number): void =>
  out.add(path, `最多允许 ${max} 个。`, `At most ${max} allowed.`);

export const badPrimitive = (out: Findings, path: string, type: string): void =>
  out.add(path, `不是有效的 ${type} 值。`, `Not a valid ${type}.`);

export const badCode = (out: Findings, path: string, valueSet: string): void =>
  out.add(path, `代码不在必须使用的值集 ${valueSet} 中。`, `The code is not in the required value set ${valueSet}.`);

export const tooDeep = (out: Findings, path: string): void => out.add(path, '嵌套层次过深。', 'Nested too deeply.');

export const unknownType = (out: Findings, path: string): void =>
  out.add(`${path}.resourceType`, '缺少 resourceType，或不是 R4 资源类型。', 'resourceType is missing or not an R4 resource type.');
