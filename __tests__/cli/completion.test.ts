import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, removeFolders } from '../delivery/fixtures';
import { invoke } from './invoke';

afterEach(removeFolders);

/** What a real bash offers at the end of the words. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const folder = newFolder();
  const { result } = await invoke(folder, 'completion', 'bash');
  const script = join(folder, 'medallion.bash');
  writeFileSync(script, result);
  const typed = ['medallion', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `source ${script}; COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _medallion; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', ask], { encoding: 'utf8', cwd: folder }).trim().split('\n');
}

test.each([
  [['sta'], ['start', 'status']],
  [['contracts', 'val'], ['validate']],
  [['contracts', 'validate', '--fo'], ['--format']],
  [['policy', '--format', 's'], ['sarif']],
  [['run', '--tables', 'gold.x', '--res'], ['--resume']],
  [['completion', 'f'], ['fish']],
])('bash completes %j', async (words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});

test('zsh takes the words of bash, fish its own, of every command', async () => {
  const zsh = (await invoke(newFolder(), 'completion', 'zsh')).result;
  expect(zsh).toMatch(/^autoload -U \+X compinit && compinit\nautoload -U \+X bashcompinit && bashcompinit\n/);
  expect(zsh).toContain((await invoke(newFolder(), 'completion', 'bash')).result);
  const fish = (await invoke(newFolder(), 'completion', 'fish')).result;
  expect(fish).toContain("-a validate -d 'check shape and meaning of every contract'");
  expect(fish).toContain("-n '__fish_seen_subcommand_from policy' -l format -x -a 'table json markdown sarif junit'");
  expect(fish.split('\n').filter((line) => line !== '' && !line.startsWith('complete -c medallion '))).toEqual([]);
});
