import { describe, expect, it } from 'vitest';
import { isScope, permissionsOfScopes, scopeCovers, scopesAllow, splitScopes } from './scopes.ts';

describe('scopes', () => {
  it.each(['system/*.cruds', 'system/Patient.rs', 'system/Patient.read', 'system/*.*', 'api/*', 'api/referral.*', 'api/referral.accept'])(
    '%s is one', (scope) => expect(isScope(scope)).toBe(true));

  it.each(['', 'system/*.', 'system/patient.rs', 'system/*.sdurc', 'user/*.rs', 'api/', 'api/referral', 'api/Referral.x', 'openid', 'system/*.cruds api/*'])(
    '"%s" is none', (scope) => expect(isScope(scope)).toBe(false));

  it.each([
    ['system/*.cruds', 'system/Patient.rs', true],
    ['system/Patient.cruds', 'system/*.rs', false],
    ['system/Patient.rs', 'system/Patient.read', true],
    ['system/Patient.rs', 'system/Patient.u', false],
    ['system/*.*', 'system/Task.cud', true],
    ['api/*', 'api/referral.accept', true],
    ['api/referral.*', 'api/referral.accept', true],
    ['api/referral.*', 'api/referral-x.accept', false],
    ['api/referral.accept', 'api/referral.*', false],
    ['api/*', 'system/*.rs', false],
    ['system/*.cruds', 'api/*', false],
  ])('%s covers %s: %s', (granted, asked, expected) => {
    expect(scopeCovers(granted, asked)).toBe(expected);
  });

  it('allow an interaction only when one of them names the type and the letter', () => {
    expect(scopesAllow(['system/Patient.rs', 'api/*'], 'Patient', 's')).toBe(true);
    expect(scopesAllow(['system/Patient.rs', 'api/*'], 'Patient', 'u')).toBe(false);
    expect(scopesAllow(['api/*'], 'Patient', 'r')).toBe(false);
  });

  it('open exactly the permissions they name', () => {
    const every = ['referral.read', 'referral.accept', 'resident.read'];
    expect(permissionsOfScopes(['api/referral.*'], every)).toEqual(['referral.read', 'referral.accept']);
    expect(permissionsOfScopes(['system/*.cruds'], every)).toEqual([]);
  });

  it('are split at spaces and commas, each once', () => {
    expect(splitScopes(' api/*, system/*.rs api/* ')).toEqual(['api/*', 'system/*.rs']);
  });
});
