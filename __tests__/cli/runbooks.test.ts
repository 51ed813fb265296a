/** Runbooks are only worth something if every command in them exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { invoke } from './invoke';

const root = resolve(__dirname, '..', '..');
const folder = join(root, 'docs', 'runbooks');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

interface Called {
  readonly file: string;
  readonly line: string;
}

const called: readonly Called[] = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) => {
    const blocks = readFileSync(join(folder, file), 'utf8').matchAll(/```bash\n([\s\S]*?)```/g);
    return [...blocks].flatMap(([, block = '']) =>
      block
        .replaceAll('\\\n', ' ')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => ({ file, line })),
    );
  });
/** Other programs that a runbook may call; their arguments are not checked here. */
const OTHERS = ['openssl', 'jq'];
const help = new Map<string, Promise<string>>();

/** The help of a command; asked once. */
function helpOf(...command: readonly string[]): Promise<string> {
  const key = command.join(' ');
  const known = help.get(key) ?? invoke('unused', ...command, '--help').then(({ result }) => result);
  help.set(key, known);
  return known;
}

describe('runbooks', () => {
  it('hold commands', () => {
    expect(called.length).toBeGreaterThan(20);
  });

  it.each(called.map(({ file, line }) => [file, line]))('%s: %s', async (_, line) => {
    const words = line.split(' ');
    if (words[0] === 'npm') {
      const name = words.slice(2).find((word) => !word.startsWith('--')) ?? '';
      expect(scripts[name]).toBeDefined();
      return;
    }
    if (OTHERS.includes(words[0] ?? '')) return;
    expect(words.slice(0, 2)).toEqual(['npx', 'medallion']);
    const group = ['contracts', 'cost'].includes(words[2] ?? '') || words.slice(2, 4).join(' ') === 'erase verify';
    const command = words.slice(2, group ? 4 : 3);
    const text = await helpOf(...command);
    expect(text).toContain(`medallion ${command.join(' ')}`);
    for (const option of words.filter((word) => word.startsWith('--'))) expect(text).toContain(option);
  });
});
