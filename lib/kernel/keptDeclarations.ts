import type * as ts from 'typescript';

/** The names of values that a statement of a declaration file declares; types have none. */
function valueNames(compiler: typeof ts, statement: ts.Statement): string[] {
  if (compiler.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (compiler.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const named = namedBindings && compiler.isNamedImports(namedBindings) ? namedBindings.elements : [];
    const space = namedBindings && compiler.isNamespaceImport(namedBindings) ? [namedBindings] : [];
    return [name, ...[...named, ...space].map((one) => one.name)].flatMap((one) => (one ? [one.text] : []));
  }
  const isNamed =
    compiler.isFunctionDeclaration(statement) ||
    compiler.isClassDeclaration(statement) ||
    compiler.isEnumDeclaration(statement) ||
    compiler.isImportEqualsDeclaration(statement) ||
    compiler.isModuleDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

/** A statement with only those of its names that are wanted, as text. */
function withNames(compiler: typeof ts, statement: ts.Statement, wanted: (name: string) => boolean): string {
  const names = valueNames(compiler, statement);
  if (names.every(wanted)) return statement.getText();
  if (!names.some(wanted)) return '';
  if (compiler.isVariableStatement(statement)) {
    const kept = statement.declarationList.declarations.filter(({ name }) => wanted(name.getText()));
    return `declare let ${kept.map((declaration) => declaration.getText()).join(', ')};`;
  }
  const { importClause, moduleSpecifier } = statement as ts.ImportDeclaration;
  const bindings = importClause?.namedBindings;
  const parts = [
    ...(importClause?.name && wanted(importClause.name.text) ? [importClause.name.text] : []),
    ...(bindings && compiler.isNamespaceImport(bindings) && wanted(bindings.name.text) ? [bindings.getText()] : []),
  ];
  const elements =
    bindings && compiler.isNamedImports(bindings) ? bindings.elements.filter(({ name }) => wanted(name.text)) : [];
  if (elements.length > 0) parts.push(`{ ${elements.map((element) => element.getText()).join(', ')} }`);
  return `import ${parts.join(', ')} from ${moduleSpecifier.getText()};`;
}

/**
 * What a cell that failed leaves declared: all that it declares but the values whose declarations it did not reach.
 * Those are what they were before it.
 * @param before declarations, as a declaration file.
 * @param after those with the cell's.
 */
export function keptDeclarations(
  compiler: typeof ts,
  before: string,
  after: string,
  missed: ReadonlySet<string>,
): string {
  const statements = (text: string): readonly ts.Statement[] =>
    compiler.createSourceFile('declarations.d.ts', text, compiler.ScriptTarget.Latest, true).statements;
  const isMissed = (name: string): boolean => missed.has(name);
  return [
    ...statements(after).map((statement) => withNames(compiler, statement, (name) => !isMissed(name))),
    ...statements(before)
      .filter((statement) => valueNames(compiler, statement).length > 0)
      .map((statement) => withNames(compiler, statement, isMissed)),
  ]
    .filter((text) => text !== '')
    .join('\n');
}
