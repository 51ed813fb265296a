import { Lazy, Token } from 'cdktf';
import { Construct } from 'constructs';
import { requireGuid, requireInteger, requireOneOf } from '../../../constructs/base/checks';
import { UserError } from '../../../shared/errors';
import { refusalOf } from '../../support/refusal';
import { scratchStack } from '../../support/synth';

describe('checks', () => {
  const scope = new Construct(scratchStack(), 'Subject');

  test('fail with path, setting, value, what is allowed and a remedy', () => {
    const error = refusalOf(() => requireOneOf(scope, 'tier', 'Warm', ['Hot', 'Cool'], 'Choose one of them.'));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe('test/Subject: tier is "Warm"; allowed: Hot, Cool');
    expect(error.remedy).toBe('Choose one of them.');
  });

  test('pass what is allowed', () => {
    expect(() => requireOneOf(scope, 'tier', 'Cool', ['Hot', 'Cool'], '')).not.toThrow();
    expect(() => requireInteger(scope, 'days', 7, { min: 7, max: 7 }, '')).not.toThrow();
  });

  test.each([6, 8, 7.5, Number.NaN, Number.POSITIVE_INFINITY])('fails for the number %p between 7 and 7', (days) => {
    expect(refusalOf(() => requireInteger(scope, 'days', days, { min: 7, max: 7 }, '')).refusal.setting).toBe('days');
  });

  test('leave to Terraform what only Terraform knows', () => {
    const unknownText = Lazy.stringValue({ produce: () => 'later' });
    const unknownNumber = Token.asNumber({ resolve: () => 1, creationStack: [], toString: () => 'later' });
    expect(() => requireGuid(scope, 'principal', unknownText, '')).not.toThrow();
    expect(() => requireGuid(scope, 'principal', '${azurerm_x.y.id}', '')).not.toThrow();
    expect(() => requireInteger(scope, 'days', unknownNumber, { min: 1, max: 2 }, '')).not.toThrow();
    expect(() => requireGuid(scope, 'principal', 'known', '')).toThrow('allowed: a GUID');
  });
});
