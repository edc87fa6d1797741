import type * as ts from 'typescript';

/**
 * Declarations with the namespaces of earlier cells, which tslab forgets after the next cell.
 * @param before declarations of earlier cells, as a declaration file.
 * @param after those that tslab makes of them and a cell.
 * @param source the cell.
 */
export function keptNamespaces(compiler: typeof ts, before: string, after: string, source: string): string {
  if (!/\bnamespace\b/.test(before)) return after;
  const parsed = (name: string, text: string): ts.SourceFile =>
    compiler.createSourceFile(name, text, compiler.ScriptTarget.Latest, true);
  const isNamespace = (statement: ts.Statement): statement is ts.ModuleDeclaration & { name: ts.Identifier } =>
    compiler.isModuleDeclaration(statement) && compiler.isIdentifier(statement.name);
  const known = new Set<string>();
  const bind = (name: ts.BindingName): void => {
    if (compiler.isIdentifier(name)) known.add(name.text);
    else for (const element of name.elements) if (compiler.isBindingElement(element)) bind(element.name);
  };
  for (const file of [parsed('after.d.ts', after), parsed('cell.ts', source)])
    for (const statement of file.statements) {
      if (compiler.isVariableStatement(statement))
        for (const { name } of statement.declarationList.declarations) bind(name);
      else if (compiler.isImportDeclaration(statement)) {
        const { name, namedBindings } = statement.importClause ?? {};
        if (name) bind(name);
        if (namedBindings && compiler.isNamespaceImport(namedBindings)) bind(namedBindings.name);
        else for (const element of namedBindings?.elements ?? []) bind(element.name);
      } else {
        const { name } = statement as ts.Statement & { name?: ts.Node };
        if (name && compiler.isIdentifier(name)) known.add(name.text);
      }
    }
  const kept = parsed('before.d.ts', before).statements.filter((one) => isNamespace(one) && !known.has(one.name.text));
  return kept.length === 0 ? after : [after.trimEnd(), ...kept.map((one) => one.getText())].join('\n') + '\n';
}
