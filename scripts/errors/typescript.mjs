import ts from 'typescript';

/** Helpers of constructs/base/checks.ts that refuse with a fixed code. The remedy is the last argument. */
const REQUIRE = new Map([
  ['requireInteger', 'setting-out-of-range'],
  ['requireOneOf', 'unknown-setting-value'],
  ['requireGuid', 'setting-not-a-guid'],
]);

/** Classes whose first three arguments are code, message and remedy. */
const CLASSES = new Set(['UserError', 'SetupError', 'ServiceError']);

/**
 * @param {string} file @param {string} text
 * @returns {import('./collect.mjs').RaisedError[]}
 */
export function typescriptErrors(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {import('./collect.mjs').RaisedError[]} */
  const found = [];
  /** @param {ts.Node} node @param {string | undefined} code @param {string | undefined} message @param {string[]} remedies */
  const add = (node, code, message, remedies) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const known = code === undefined ? {} : { code };
    found.push({ ...known, ...(message === undefined ? {} : { message }), remedies, file, line });
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isNewExpression(node) && CLASSES.has(node.expression.getText())) {
      const [code, message, remedy] = node.arguments ?? [];
      add(node, textOf(code), textOf(message), textsOf(remedy));
    } else if (ts.isCallExpression(node)) {
      const [first, second, third, fourth] = node.arguments;
      const name = node.expression.getText();
      if (name === 'super' && first !== undefined && ts.isStringLiteral(first) && third !== undefined) {
        add(node, first.text, textOf(second), textsOf(third));
      } else if (/(^|\.)report$/.test(name) && fourth !== undefined) {
        add(node, textOf(first), textOf(third), textsOf(fourth));
      } else if (REQUIRE.has(name)) {
        add(node, REQUIRE.get(name), textOf(second), textsOf(node.arguments.at(-1)));
      }
    } else if (ts.isObjectLiteralExpression(node)) {
      const remedy = valueOf(node, 'remedy');
      if (remedy !== undefined) addObject(node, remedy);
    } else if (ts.isFunctionDeclaration(node) && /remedy/i.test(node.name?.text ?? '')) {
      add(node, undefined, undefined, returnsOf(node));
    } else if (ts.isVariableDeclaration(node) && /_CODES$/.test(node.name.getText()) && node.initializer) {
      for (const { code, message } of entriesOf(node.initializer)) add(node, code, message, []);
    }
    ts.forEachChild(node, visit);
  };
  /** An error or a finding, or a setting that a construct refuses. @param {ts.ObjectLiteralExpression} node @param {ts.Node} remedy */
  const addObject = (node, remedy) => {
    const code = textOf(valueOf(node, 'code'));
    const setting = valueOf(node, 'setting');
    const allowed = valueOf(node, 'allowed');
    if (setting === undefined || allowed === undefined) {
      add(node, code, textOf(valueOf(node, 'message')), textsOf(remedy));
    } else {
      const message = `${textOf(setting) ?? '<setting>'}; allowed: ${textOf(allowed) ?? '<allowed>'}`;
      add(node, code ?? 'setting-refused', message, textsOf(remedy));
    }
  };
  visit(source);
  return found;
}

/** @param {ts.ObjectLiteralExpression} object @param {string} name @returns {ts.Node | undefined} */
function valueOf(object, name) {
  for (const property of object.properties) {
    if (property.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

/** @param {ts.Node} object @returns {{ code: string, message: string }[]} */
function entriesOf(object) {
  if (!ts.isObjectLiteralExpression(object)) return [];
  return object.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer) && ts.isStringLiteral(property.name)
      ? [{ code: property.initializer.text, message: property.name.text }]
      : [],
  );
}

/** @param {ts.Node | undefined} node */
function textOf(node) {
  return textsOf(node)[0];
}

/** Every text that an expression can be; none where it is computed. @param {ts.Node | undefined} node @returns {string[]} */
function textsOf(node) {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map(({ expression, literal }) => `<${nameOf(expression)}>${literal.text}`);
    return [node.head.text + parts.join('')];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const right = textsOf(node.right)[0] ?? '<text>';
    return textsOf(node.left).map((left) => left + right);
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'suggest') return ['Use one of: <allowed>'];
  if (ts.isIdentifier(node)) return textsOf(declarationOf(node));
  return [];
}

/** The nearest declaration of a name above its use. @param {ts.Identifier} use @returns {ts.Node | undefined} */
function declarationOf(use) {
  for (let scope = use.parent; scope !== undefined; scope = scope.parent) {
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find(({ name }) => name.getText() === use.text);
      if (found !== undefined) return found.initializer;
    }
  }
  return undefined;
}

/** @param {ts.Node} body @returns {string[]} */
function returnsOf(body) {
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isReturnStatement(node)) found.push(...textsOf(node.expression));
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The last name in an expression: `table.name` is `name`. @param {ts.Expression} expression @returns {string} */
function nameOf(expression) {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (ts.isCallExpression(expression) && expression.arguments[0] !== undefined) {
    const [first] = expression.arguments;
    return ts.isStringLiteralLike(first) && ts.isPropertyAccessExpression(expression.expression)
      ? nameOf(expression.expression.expression)
      : nameOf(first);
  }
  if (ts.isCallExpression(expression)) return nameOf(expression.expression);
  return 'value';
}
