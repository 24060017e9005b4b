import { describe, expect, test } from 'vitest';
import { compileCondition } from './compile.ts';
import { openPathEngine } from './evaluate.ts';
import { PathUnsupported } from './parse.ts';

const observation = { resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'a', code: '1' }] }, valueQuantity: { value: 5 }, component: [{ code: { coding: [{ system: 'a', code: '1' }] } }] };
const questionnaire = { resourceType: 'Questionnaire', status: 'draft', item: [{ linkId: '1', type: 'group' }, { linkId: '2', type: 'display', _text: { extension: [] } }] };

describe('compileCondition', () => {
  test.each([
    ['Observation', observation, 'value.exists() and status = \'final\'', true],
    ['Observation', observation, 'value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()', false],
    ['Observation', observation, "status in ('final' | 'amended')", true],
    ['Observation', observation, 'code.text', undefined],
    ['Observation', observation, 'code.coding.count() = 1 implies method.exists()', false],
    ['Observation', observation, "status.matches('^fin') xor component.count() > 1", true],
    ['Questionnaire', questionnaire, "item.where(type = 'display').text.exists()", true],
    ['Questionnaire', questionnaire, "item.all(type != 'group' or item.exists())", false],
    ['Questionnaire', questionnaire, 'item.linkId.isDistinct()', true],
    ['Questionnaire', questionnaire, 'item.select(linkId).first() = \'1\'', true],
  ])('%s: %# agrees with the interpreting engine', async (type, resource, expression, expected) => {
    expect(compileCondition(expression, type)(resource, resource)).toBe(expected);
    const items = (await openPathEngine()).evaluate(expression, { context: resource, variables: { resource } });
    expect(items.length === 0 ? undefined : items[0]!.value).toBe(expected);
  });

  test.each(["effective > @2026-01-01", 'subject.resolve().exists()', 'descendants().count() > 3', 'notThere.exists()', '1 +'])('leaves %s to the engine', (expression) => {
    expect(() => compileCondition(expression, 'Observation')).toThrow(PathUnsupported);
  });
});
