import { describe, expect, it } from 'vitest';
import { command, query, type Schema } from '#platform/kernel/contract.ts';
import { queryString, requestFor, topicOf, topicOfOperation } from './request.ts';

const shape = <Shape>(): Schema<Shape, Shape> => ({ safeParse: (input) => ({ success: true, data: input as Shape }) });
const text = { zh: '', en: '' };
const accept = command({
  name: 'accept', path: '/referrals/{id}/accept', permission: 'referral.accept', event: 'referral.accepted', summary: text,
  input: shape<{ id: string; bed?: string }>(), output: shape<unknown>(),
});
const list = query({ name: 'list', path: '/referrals', permission: 'referral.read', summary: text, input: shape<object>(), output: shape<unknown>() });

describe('a request from an operation and its flat input', () => {
  it('fills placeholders from the input and sends the rest as JSON', () => {
    expect(requestFor(accept, { id: 'a/b 1', bed: '12' })).toEqual({ method: 'POST', url: '/api/referrals/a%2Fb%201/accept', body: '{"bed":"12"}' });
  });
  it('refuses an empty placeholder before anything is sent', () => {
    expect(() => requestFor(accept, { id: '' })).toThrow('accept: input lacks "id"');
  });
  it('leaves undefined fields out of the body', () => {
    expect(requestFor(accept, { id: '1', bed: undefined }).body).toBe('{}');
  });
  it('puts the input of a query into the address, lists repeated, empties left out', () => {
    const request = requestFor(list, { state: ['sent', 'accepted'], q: '', limit: 50, after: null, urgent: false });
    expect(request).toEqual({ method: 'GET', url: '/api/referrals?state=sent&state=accepted&limit=50&urgent=false', body: undefined });
  });
  it('writes Chinese so that it survives', () => {
    expect(new URLSearchParams(queryString([['q', '李桂花']])).get('q')).toBe('李桂花');
  });
});

describe('topics', () => {
  it('agree between permission, event and plural', () => {
    expect([topicOf('referral.accepted'), topicOf('referrals.read'), topicOf('fhir')]).toEqual(['referral', 'referral', 'fhir']);
  });
  it('come from the path where the permission names no module', () => {
    const drafts = query({ name: 'd', path: '/drafts', permission: 'signed-in', summary: text, input: shape<object>(), output: shape<unknown>() });
    expect([topicOfOperation(list), topicOfOperation(drafts)]).toEqual(['referral', 'draft']);
  });
});
