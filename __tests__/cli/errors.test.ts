import { CommanderError } from 'commander';
import { errorFormat, type ErrorFormat, reportError } from '../../cli/errors';
import { UserError } from '../../shared/errors';
import { ContractError } from '../../contracts/findings';
import { EngineError } from '../../delivery/engine-error';

function report(error: unknown, format: ErrorFormat = 'text'): { code: number; notes: string } {
  let notes = '';
  const note = (text: string) => {
    notes += text;
  };
  const code = reportError(
    error,
    { interactive: false, clearLine: () => undefined, result: () => undefined, note },
    format,
  );
  return { code, notes };
}

test('bad input: error, remedy, code 2', () => {
  expect(report(new UserError('wrong', 'it is wrong', 'Fix it.'))).toEqual({
    code: 2,
    notes: 'error: it is wrong\nremedy: Fix it.\ncode: wrong\n',
  });
});

test.each([1, 2, 3])('the code %i of the engine passes through', (exitCode) => {
  const error = new EngineError({ code: 'x', message: 'said so', remedy: 'Wait.' }, exitCode);
  expect(report(error)).toEqual({ code: exitCode, notes: 'error: said so\nremedy: Wait.\ncode: x\n' });
});

test('what nobody expected shows no stack, unless asked for', () => {
  const error = new Error('boom');
  expect(report(error).notes).toMatch(/^error: boom\nremedy: Set MEDALLION_DEBUG=1/);
  expect(report(error).code).toBe(1);
  expect(report(error).notes).not.toContain(__filename);
  process.env['MEDALLION_DEBUG'] = '1';
  try {
    expect(report(error).notes).toContain(__filename);
  } finally {
    delete process.env['MEDALLION_DEBUG'];
  }
});

test.each([
  [
    'commander.unknownOption',
    "error: unknown option '--targt'\n(Did you mean --target?)",
    'unknown-option',
    /^Use --target/,
  ],
  ['commander.unknownCommand', "error: unknown command 'x'", 'unknown-command', /^Run/],
  ['commander.missingArgument', "error: missing required argument 'release'", 'missing-argument', /^Run/],
  ['commander.help', '(outputHelp)', 'missing-command', /^Run/],
])('%s of the parser is one of our errors', (theirs, message, code, remedy) => {
  const { notes, ...found } = report(new CommanderError(1, theirs, message), 'json');
  expect(found.code).toBe(2);
  expect(JSON.parse(notes)).toEqual({
    code,
    message: expect.not.stringMatching(/^error|Did you mean/),
    remedy: expect.stringMatching(remedy),
    at: null,
  });
});

test('help is no error, and is not printed twice', () => {
  expect(report(new CommanderError(0, 'commander.helpDisplayed', 'x'))).toEqual({ code: 0, notes: '' });
  expect(report(new CommanderError(1, 'commander.help', '(outputHelp)'))).toEqual({ code: 2, notes: '' });
});

test('as JSON: one line with code, message, remedy and place, and every finding of a contract', () => {
  expect(report(new UserError('wrong', 'it is\nwrong', 'Fix it.'), 'json')).toEqual({
    code: 2,
    notes: '{"code":"wrong","message":"it is\\nwrong","remedy":"Fix it.","at":null}\n',
  });
  const finding = {
    code: 'unknown-column',
    file: 'gold/x.odcs.yaml',
    line: 7,
    message: 'it is wrong',
    remedy: 'Fix it',
  };
  const { notes } = report(new ContractError([finding]), 'json');
  const at = 'gold/x.odcs.yaml:7';
  expect(JSON.parse(notes)).toMatchObject({
    code: 'contract-invalid',
    at,
    findings: [{ code: 'unknown-column', message: 'it is wrong', remedy: 'Fix it', at }],
  });
});

test.each([
  [['status', '--format', 'json'], 'json'],
  [['status', '--format=json', '--environmnt', 'dev'], 'json'],
  [['status', '--format', 'table'], 'text'],
  [['import', 'json', '--format'], 'text'],
  [[], 'text'],
])('%j prints errors as %s', (args, format) => {
  expect(errorFormat(args)).toBe(format);
});
