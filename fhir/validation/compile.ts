import { literalIn } from '#fhir/types/decimal-json.ts';
import { choiceProperty, isStructure, structureOf, type ElementRow, type StructureRow } from '#fhir/types/structure-table.ts';
import { checkCode, checkCoding, checkConcept, codeTable } from './bindings-check.ts';
import * as findings from './findings.ts';
import type { ElementCheck } from './findings.ts';
import { rulesOf } from './base-constraints.ts';
import { primitiveChecks, isPrimitive } from './primitives.ts';
import { checkReference } from './reference-check.ts';
import { checkArray, checkEmptyNulls, checkSibling } from './array-check.ts';

const checks = new Map<string, ElementCheck>();

/** The check of a resource, datatype or backbone, compiled on first use into straight-line JavaScript. */
export function elementCheck(name: string): ElementCheck {
  let check = checks.get(name);
  if (!check) checks.set(name, (check = compileCheck(structureOf(name))));
  return check;
}

/** What generated code can name. */
const RUNTIME = { ...findings, checkCode, checkCoding, checkConcept, checkReference, checkArray, checkEmptyNulls, checkSibling, literalIn };

interface Generation {
  readonly constants: unknown[];
  /** Declarations that hold constants under short names. */
  readonly names: string[];
}

function compileCheck(structure: StructureRow): ElementCheck {
  const generation: Generation = { constants: [], names: [] };
  const cases = structure.elements.filter((element) => element.max !== 0).flatMap((element) => elementCases(element, generation));
  const required = structure.elements.filter((element) => element.min > 0).map((element) => requirement(element));
  const choices = structure.elements.filter((element) => element.choice).map((element) => choiceCount(element));
  const resourceType = structure.kind === 'resource' ? `case 'resourceType':break;` : '';
  // ele-1: an id alone is no content; beside a value, as `_birthDate`, it is.
  const isEmpty = structure.kind === 'resource' || structure.name === 'Element' ? 'count===0' : 'count===0||(count===1&&v.id!==undefined)';
  const rules = constant(generation, rulesOf(structure.name));
  // Rooms hand over objects whose absent members are undefined; JSON drops them, so they are absent here too.
  const source = `
const {${Object.keys(RUNTIME).join(',')}}=R;
const T={};const t=(name)=>T[name]??(T[name]=link(name));
return function check(v,path,out){
  if(typeof v!=='object'||v===null||Array.isArray(v)){notObject(out,path);return;}
  if(out.depth>=DEPTH_MAX){tooDeep(out,path);return;}
  out.depth+=1;
  let count=0;const before=out.details.length;
  for(const key in v){const x=v[key];if(x===undefined)continue;count+=1;switch(key){
    ${resourceType}${cases.join('\n    ')}
    default:unknownElement(out,path,key);
  }}
  if(${isEmpty})emptyObject(out,path);
  ${[...required, ...choices].join('\n  ')}
  if(out.details.length===before)for(const rule of ${rules})if(!rule.holds(v,out.resource))out.addText(path,rule.text);
  out.depth-=1;
}`;
  return new Function('R', 'C', 'link', source)(RUNTIME, generation.constants, elementCheckOrResource) as ElementCheck;
}

let resourceCheck: ElementCheck | undefined;

/** Set by validate.ts, which knows how to dispatch on resourceType. */
export const setResourceCheck = (check: ElementCheck): void => {
  resourceCheck = check;
};

const elementCheckOrResource = (name: string): ElementCheck => (name === 'Resource' ? resourceCheck! : elementCheck(name));

function constant(generation: Generation, value: unknown): string {
  generation.constants.push(value);
  return `C[${generation.constants.length - 1}]`;
}

function elementCases(element: ElementRow, generation: Generation): string[] {
  return element.types.flatMap((type) => {
    const property = element.choice ? choiceProperty(element.name, type) : element.name;
    const place = `path+${JSON.stringify(`.${property}`)}`;
    const cases = [`case ${JSON.stringify(property)}:${valueCode(element, { type, place, property }, generation)}break;`];
    if (isPrimitive(type) && type !== 'xhtml') {
      const many = element.max !== 1;
      cases.push(`case ${JSON.stringify(`_${property}`)}:checkSibling(x,${place.replace(`.${property}`, `._${property}`)},{out,many:${many},check:t('Element')});break;`);
    }
    return cases;
  });
}

interface Place {
  readonly type: string;
  readonly place: string;
  readonly property: string;
}

function valueCode(element: ElementRow, { type, place, property }: Place, generation: Generation): string {
  if (element.max === 1) return `if(Array.isArray(x))isArray(out,${place});else{const at=${place};${oneCode(element, { type, property }, generation)}}`;
  const max = element.max === -1 ? '' : `if(x.length>${element.max})tooMany(out,${place},${element.max});`;
  const nulls = isPrimitive(type) ? `if(x[i]===null){checkEmptyNulls(out,path,{value:v,sibling:${JSON.stringify(`_${property}`)},index:i});continue;}` : '';
  return (
    `if(checkArray(x,${place},out)){${max}for(let i=0;i<x.length;i+=1){${nulls}` +
    `const at=${place}+'['+i+']';const y=x[i];{const x=y;${oneCode(element, { type, property }, generation)}}}}`
  );
}

function oneCode(element: ElementRow, { type, property }: Omit<Place, 'place'>, generation: Generation): string {
  if (isPrimitive(type)) {
    const check = constant(generation, primitiveChecks[type]);
    const bound = element.binding >= 0 && type === 'code' ? `else checkCode(out,at,{value:x,table:${constant(generation, codeTable(element.binding))}});` : '';
    // 2.0 and 2e0 are decimals that happen to be whole.
    const written = /integer|Int$/.test(type) ? `||literalIn(v,${JSON.stringify(property)})!==undefined` : '';
    return `if(!${check}(x)${written})badPrimitive(out,at,${JSON.stringify(type)});${bound}`;
  }
  if (type !== 'Resource' && !isStructure(type)) return '';
  const parts = [`t(${JSON.stringify(type)})(x,at,out);`];
  if (element.binding >= 0 && (type === 'Coding' || type === 'CodeableConcept')) {
    const name = type === 'Coding' ? 'checkCoding' : 'checkConcept';
    parts.push(`if(x&&typeof x==='object')${name}(out,at,{value:x,table:${constant(generation, codeTable(element.binding))}});`);
  }
  if (type === 'Reference') parts.push(`checkReference(x,at,out);`);
  return parts.join('');
}

const properties = (element: ElementRow): string[] => (element.choice ? element.types.map((type) => choiceProperty(element.name, type)) : [element.name]);

function requirement(element: ElementRow): string {
  const absent = properties(element).flatMap((name) => [`v.${name}===undefined`, ...(element.types.every((type) => !isPrimitive(type)) ? [] : [`v._${name}===undefined`])]);
  return `if(${absent.join('&&')})missing(out,path+${JSON.stringify(`.${element.name}${element.choice ? '[x]' : ''}`)});`;
}

function choiceCount(element: ElementRow): string {
  const present = properties(element).map((name) => `(v.${name}!==undefined||v._${name}!==undefined?1:0)`);
  return `if(${present.join('+')}>1)severalChoices(out,path+${JSON.stringify(`.${element.name}[x]`)});`;
}
