/** What the pages say about other places: links lead somewhere, and commands that they name exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { COMMANDS } from '../../cli/command-list';

const ROOT = join(__dirname, '..', '..');
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'templates/project/README.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');
/** Prose alone: what stands in code is no link. */
const prose = (text: string): string => text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '`');

/** As GitHub makes them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ +(.*)$/gm)].map(([, words = '']) => words);
  return new Set(
    headings.map((words) =>
      words
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );
}

function brokenIn(page: string): readonly string[] {
  const links = [...prose(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && file.endsWith('.md') && !anchorsOf(textOf(relative(ROOT, file))).has(anchor);
  });
}

test.each(pages)('every link of %s leads somewhere', (page) => {
  expect(brokenIn(page)).toEqual([]);
});

test.each(pages)('every command that %s names exists', (page) => {
  const named = [...textOf(page).matchAll(/npx medallion ([a-z]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => COMMANDS.every((command) => command.name !== name))).toEqual([]);
});

test('the README fits on two screens', () => {
  expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThan(120);
});
