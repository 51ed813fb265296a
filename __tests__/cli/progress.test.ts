import { Progress } from '../../cli/progress';

function recorder(interactive: boolean) {
  const notes: string[] = [];
  const clearLine = () => {
    if (interactive) notes.push('\r\u001b[2K');
  };
  const terminal = { interactive, result: () => undefined, note: (text: string) => notes.push(text), clearLine };
  return { notes, terminal };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('in a log each phase says when it begins and ends, and a long one that it lives', async () => {
  const { notes, terminal } = recorder(false);
  const progress = new Progress(terminal, 2);
  expect(
    await progress.phase(
      'First',
      () => 41,
      (value) => `found ${value}`,
    ),
  ).toBe(41);
  const long = progress.phase(
    'Second',
    async ({ status }) => {
      status('table 1 of 9');
      await jest.advanceTimersByTimeAsync(31_000);
    },
    () => 'done',
  );
  await long;
  expect(notes).toEqual([
    '[1/2] First ...\n',
    '[1/2] First: found 41 (0.0 s)\n',
    '[2/2] Second ...\n',
    '[2/2] Second ... table 1 of 9, 15 s\n',
    '[2/2] Second ... table 1 of 9, 30 s\n',
    '[2/2] Second: done (31.0 s)\n',
  ]);
});

test('on a screen the line is overwritten', async () => {
  const { notes, terminal } = recorder(true);
  await new Progress(terminal, 1).phase(
    'Only',
    ({ status, line }) => {
      status('half');
      line('stays');
    },
    () => 'done',
  );
  const clear = '\r\u001b[2K';
  expect(notes).toEqual([clear, '[1/1] Only ... half, 0 s', clear, 'stays\n', clear, '[1/1] Only: done (0.0 s)\n']);
});

test('a failing phase says which, and lets the error through', async () => {
  const { notes, terminal } = recorder(false);
  const failing = new Progress(terminal, 1).phase(
    'Only',
    () => Promise.reject(new Error('no')),
    () => 'done',
  );
  await expect(failing).rejects.toThrow('no');
  expect(notes).toEqual(['[1/1] Only ...\n', '[1/1] Only failed after 0.0 s\n']);
  expect(jest.getTimerCount()).toBe(0);
});
