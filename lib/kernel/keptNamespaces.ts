import type * as ts from 'typescript';

const MAY_BE_FORGOTTEN = /\bnamespace\b|\bdeclare global\b|^import [^\s{]+ = /m;

/**
 * Declarations with the namespaces of earlier cells, their additions to the global scope, and what they import by
 * `import name = ...`, which tslab forgets after the next cell.
 * @param before declarations of earlier cells, as a declaration file.
 * @param after those that tslab makes of them and a cell.
 * @param source the cell.
 */
export function keptNamespaces(compiler: typeof ts, before: string, after: string, source: string): string {
  if (!MAY_BE_FORGOTTEN.test(before)) return after;
  const parsed = (name: string, text: string): ts.SourceFile =>
    compiler.createSourceFile(name, text, compiler.ScriptTarget.Latest, true);
  type Forgotten = (ts.ModuleDeclaration & { name: ts.Identifier }) | ts.ImportEqualsDeclaration;
  const isForgotten = (statement: ts.Statement): statement is Forgotten =>
    compiler.isImportEqualsDeclaration(statement) ||
    (compiler.isModuleDeclaration(statement) && compiler.isIdentifier(statement.name));
  const isGlobal = (statement: ts.Statement): boolean =>
    (statement.flags & compiler.NodeFlags.GlobalAugmentation) !== 0;
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
        if (name && !isGlobal(statement) && compiler.isIdentifier(name)) known.add(name.text);
      }
    }
  // Of two additions that name the same thing the compiler takes the first, which is the newer one here.
  const kept = parsed('before.d.ts', before).statements.filter((one) =>
    isGlobal(one) ? !after.includes(one.getText()) : isForgotten(one) && !known.has(one.name.text),
  );
  return kept.length === 0 ? after : [after.trimEnd(), ...kept.map((one) => one.getText())].join('\n') + '\n';
}
