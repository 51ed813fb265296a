import { CommanderError } from 'commander';
import { reportError } from '../../cli/errors';
import { UserError } from '../../shared/errors';
import { EngineError } from '../../delivery/engine-error';

function report(error: unknown): { code: number; notes: string } {
  let notes = '';
  const code = reportError(error, {
    interactive: false,
    clearLine: () => undefined,
    result: () => undefined,
    note: (text) => {
      notes += text;
    },
  });
  return { code, notes };
}

test('bad input: error, remedy, code 2', () => {
  expect(report(new UserError('it is wrong', 'Mend it.'))).toEqual({
    code: 2,
    notes: 'error: it is wrong\nremedy: Mend it.\n',
  });
});

test.each([1, 2, 3])('the code %i of the engine passes through', (exitCode) => {
  const error = new EngineError({ code: 'x', message: 'said so', remedy: 'Wait.' }, exitCode);
  expect(report(error)).toEqual({ code: exitCode, notes: 'error: said so\nremedy: Wait.\n' });
});

test('what nobody expected shows no stack, unless asked for', () => {
  const error = new Error('boom');
  expect(report(error).notes).toMatch(/^error: boom\nremedy: This is unexpected\./);
  expect(report(error).code).toBe(1);
  expect(report(error).notes).not.toContain(__filename);
  process.env['MEDALLION_DEBUG'] = '1';
  try {
    expect(report(error).notes).toContain(__filename);
  } finally {
    delete process.env['MEDALLION_DEBUG'];
  }
});

test('what the parser has printed is not printed twice', () => {
  expect(report(new CommanderError(1, 'commander.unknownOption', 'x'))).toEqual({ code: 2, notes: '' });
  expect(report(new CommanderError(0, 'commander.helpDisplayed', 'x'))).toEqual({ code: 0, notes: '' });
});
