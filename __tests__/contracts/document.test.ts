import { ContractDocument } from '../../contracts/document';

const findings = (text: string) => new ContractDocument('bronze/a.odcs.yaml', text).findings;

describe('a YAML file that was written to harm its reader', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat([...'bcdefghi'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at] ?? ''}, `.repeat(9)}]`))
    .join('\n');

  it.each([
    ['an alias bomb', `name: x\n${bomb}`, 3, /aliases that cannot be unfolded/],
    ['an alias of nothing', 'name: x\nb: *nowhere', 2, /Unresolved alias|aliases that cannot be unfolded/],
    ['__proto__', 'name: x\nb:\n  __proto__: {polluted: true}', 3, /key '__proto__'/],
    ['constructor', 'name: x\nconstructor: {prototype: {polluted: true}}', 2, /key 'constructor'/],
  ])('%s is a finding with its line', (_, text, line, message) => {
    const found = findings(text);
    expect(found[0]).toMatchObject({ file: 'bronze/a.odcs.yaml', line });
    expect(found[0]?.message).toMatch(message);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('a few aliases are none', () => {
    expect(findings('a: &a {x: 1}\nb: *a\nc: *a')).toEqual([]);
  });
});
