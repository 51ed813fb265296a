import { withoutControls } from '../../cli/terminal';

test('what a text would do to a screen is shown, not done', () => {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const terminal = withoutControls({ interactive: true, result: write, note: write, clearLine: () => undefined });
  terminal.result('a\ttable\r\nof two lines\n');
  terminal.note('name: \u001b]0;title\u0007\u001b[2K\rhidden \u009b31m \u202egnp.exe \u0000 \u007f');
  expect(written).toEqual([
    'a\ttable\r\nof two lines\n',
    'name: \\u001b]0;title\\u0007\\u001b[2K\\u000dhidden \\u009b31m \\u202egnp.exe \\u0000 \\u007f',
  ]);
});
