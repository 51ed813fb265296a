import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addReview } from '../../cli/commands/review';
import { localLayout } from '../../delivery/targets/local/layout';
import { readPage } from '../support/markdown';

const folder = mkdtempSync(join(tmpdir(), 'medallion-review-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('review --write of sources that are refused', () => {
  it('writes a comment that says so, and fails', async () => {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'package.json'), '{"name": "medallion"}');
    const refusal = "process.stderr.write('error: dev: soft delete is 5\\n'); process.exit(1);";
    writeFileSync(join(folder, 'dist', 'main.js'), refusal);
    const program = new Command();
    const quiet = { interactive: false, result: () => undefined, note: () => undefined, clearLine: () => undefined };
    addReview(program, {
      ...{ terminal: quiet, repository: folder, engine: folder, layout: localLayout(folder), today: '2026-11-30' },
      exitWith: () => undefined,
      requireProject: () => undefined,
      lakeEnvironments: () => ({ environments: [], knownEnvironments: [] }),
    });
    const write = join(folder, 'review');
    const args = ['review', '--base', 'main', '--write', write, '--link', 'https://ci.example/run/1'];
    await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow(/the synthesis failed/);
    const page = readFileSync(join(write, 'review.md'), 'utf8');
    expect(page.startsWith('<!-- medallion-review -->')).toBe(true);
    const { headings, text, links } = readPage(page);
    expect(headings).toEqual(['❌ Not reviewed: the sources do not synthesize']);
    expect(text).toContain('dev: soft delete is 5');
    expect(links).toEqual(['https://ci.example/run/1']);
  });
});
