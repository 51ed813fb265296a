import { follow, isExpression, parseReference } from '../../synthesized/references';
import { blocks, read, strings } from '../../synthesized/values';
import { stackOf } from '../policies/harness';

describe('references', () => {
  test('are taken apart into address, attribute and suffix', () => {
    expect(parseReference('${azurerm_storage_account.lake_A1.id}/blobServices/default')).toEqual({
      address: 'azurerm_storage_account.lake_A1',
      attribute: 'id',
      suffix: '/blobServices/default',
    });
  });

  test.each(['plain', '${var.x}', '${upper(azurerm_x.y.id)}', 'a${azurerm_x.y.id}', '${azurerm_x.y.id}${var.z}'])(
    'are not read out of %s',
    (text) => expect(parseReference(text)).toBeUndefined(),
  );

  test('lead to a resource of the stack, and nowhere else', () => {
    const stack = stackOf({ 'azurerm_x.y': {} });
    expect(follow(stack, '${azurerm_x.y.id}')?.address).toBe('azurerm_x.y');
    expect(follow(stack, '${azurerm_x.z.id}')).toBeUndefined();
  });

  test('are told from escaped text', () => {
    expect(isExpression('${var.x}')).toBe(true);
    expect(isExpression('a %{ if true }b%{ endif }')).toBe(true);
    expect(isExpression('$${not.one}')).toBe(false);
  });
});

describe('values', () => {
  const body = {
    block: { inner: 1 },
    list: [{ inner: 2 }],
    many: [{ inner: 3 }, { inner: 4 }],
    none: null,
    computed: '${var.x}',
    words: ['a', '${var.b}'],
  };

  test.each<[readonly string[], object]>([
    [['block', 'inner'], { kind: 'literal', value: 1 }],
    [['list', 'inner'], { kind: 'literal', value: 2 }],
    [['many', 'inner'], { kind: 'absent' }],
    [['none'], { kind: 'absent' }],
    [['missing', 'inner'], { kind: 'absent' }],
    [['computed'], { kind: 'unresolved', expression: '${var.x}' }],
    [['computed', 'inner'], { kind: 'unresolved', expression: '${var.x}' }],
  ])('at %j', (path, value) => expect(read(body, ...path)).toEqual(value));

  test('blocks are a list however they are written', () => {
    expect([blocks(body, 'block'), blocks(body, 'many'), blocks(body, 'missing'), blocks(body, 'computed')]).toEqual([
      [{ inner: 1 }],
      [{ inner: 3 }, { inner: 4 }],
      [],
      undefined,
    ]);
  });

  test('strings keep expressions as text', () => {
    expect([strings(body, 'words'), strings(body, 'missing'), strings(body, 'computed')]).toEqual([
      ['a', '${var.b}'],
      [],
      undefined,
    ]);
  });
});
