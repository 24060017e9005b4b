import { describe, expect, test } from 'vitest';
import { compileCondition, type Condition } from '#fhir/fhirpath/compile.ts';
import { openPathEngine } from '#fhir/fhirpath/evaluate.ts';
import { PathUnsupported } from '#fhir/fhirpath/parse.ts';

/** A case: an expression and what the text of FHIRPath 2.0 gives for it, as JSON; `error` where the evaluation ends. */
interface PathRow {
  readonly expression: string;
  readonly answer: string;
}

/** One case a line, `expression => answer`; ⏎ stands for the end of a line inside an expression, ´ for a backtick. */
const rowsOf = (text: string): PathRow[] =>
  text.replaceAll('´', '`').split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const at = line.lastIndexOf(' => ');
    return { expression: line.slice(0, at).replaceAll('⏎', '\n'), answer: line.slice(at + 4) };
  });

/** The condition that the other road makes of an expression; nothing where it leaves it to the engine. */
function compiled(expression: string, type: string): Condition | undefined {
  try {
    return compileCondition(expression, type);
  } catch (error) {
    if (error instanceof PathUnsupported) return undefined;
    throw error;
  }
}

/** As a condition: nothing for nothing and for what ends in an error. */
function asCondition(answer: string): boolean | undefined {
  const items = answer === 'error' ? [] : (JSON.parse(answer) as unknown[]);
  return items.length === 0 ? undefined : items.length > 1 || items[0] !== false;
}

/** Judges a table over one resource: by the engine and, where the expression can be compiled ahead, by that road too. */
export function judge(title: string, resource: Readonly<Record<string, unknown>>, text: string): void {
  const rows = rowsOf(text);
  describe(title, () => {
    test.each(rows)('$expression', async ({ expression, answer }) => {
      const engine = await openPathEngine();
      const evaluate = () => JSON.stringify(engine.evaluate(expression, { context: resource, variables: { resource, rootResource: resource, context: resource } }).map(({ value }) => value));
      if (answer === 'error') expect(evaluate).toThrow();
      else expect(evaluate()).toBe(answer);
      const condition = typeof resource.resourceType === 'string' ? compiled(expression, resource.resourceType) : undefined;
      if (condition) expect(condition(resource, resource), 'compiled ahead').toBe(asCondition(answer));
    });
  });
}
