import { describe, expect, it } from 'vitest';
import { Problem } from '#platform/kernel/problem.ts';
import { problemDocument } from '#platform/errors/problem-answer.ts';
import { problemFromAnswer } from './problem-error.ts';

describe('problems from answers', () => {
  it('read the document that the server writes', () => {
    const sent = new Problem('referral.wrong-state', { kind: 'conflict', zh: '状态已变', en: 'The state changed' }, [
      { path: 'medications.0.dose', message: { zh: '剂量过大', en: 'Too much' } },
    ]);
    const read = problemFromAnswer(409, JSON.parse(JSON.stringify(problemDocument(sent))), 'command');
    expect({ kind: read.kind, code: read.code, text: read.text, details: read.details }).toEqual({
      kind: sent.kind, code: sent.code, text: sent.text, details: sent.details,
    });
  });
  it.each([[502], [503], [504]])('a dead server (%i) is unavailable, whatever the proxy wrote', (status) => {
    expect(problemFromAnswer(status, '<html>', 'query').kind).toBe('unavailable');
  });
  it('an answer without a document keeps the kind of its status', () => {
    expect(problemFromAnswer(403, undefined, 'query').kind).toBe('forbidden');
    expect(problemFromAnswer(401, {}, 'query').kind).toBe('unauthenticated');
  });
  it('anything else is our own mistake', () => {
    expect(problemFromAnswer(500, undefined, 'query')).toMatchObject({ kind: 'internal', code: 'web.http-500' });
    expect(problemFromAnswer(400, 'no', 'query')).toMatchObject({ kind: 'internal' });
  });
  it.each([[500], [503]])('only who sent something is told that it is kept (%i)', (status) => {
    expect(problemFromAnswer(status, undefined, 'command').text.zh).toContain('已保留');
    const read = problemFromAnswer(status, undefined, 'query').text;
    expect([read.zh, read.en].filter((text) => /保留|kept|typed/.test(text))).toEqual([]);
  });
});
