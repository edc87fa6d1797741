import type * as ts from 'typescript';

const MAY_EXPORT = /\bexport\b/;

/**
 * A cell that exports nothing of its own: what it declares is known to later cells anyway, and the compiler, which
 * exports it for them, refuses to do so twice. Code out of a module can so be pasted into a cell.
 * @returns the same code at the same positions; spaces stand where `export` did.
 */
export function withoutExports(compiler: typeof ts, source: string): string {
  if (!MAY_EXPORT.test(source)) return source;
  const { SyntaxKind } = compiler;
  const file = compiler.createSourceFile('cell.ts', source, compiler.ScriptTarget.Latest, true);
  let whole = source;
  const blank = (node: ts.Node): void => {
    const from = node.getStart();
    whole = whole.slice(0, from) + whole.slice(from, node.end).replace(/[^\r\n]/g, ' ') + whole.slice(node.end);
  };
  for (const statement of file.statements) {
    if (compiler.isExportDeclaration(statement) && !statement.moduleSpecifier) blank(statement);
    else if (compiler.isFunctionDeclaration(statement) && !statement.name) continue;
    else if (compiler.isClassDeclaration(statement) && !statement.name) continue;
    else if (compiler.canHaveModifiers(statement))
      for (const modifier of statement.modifiers ?? [])
        if (modifier.kind === SyntaxKind.ExportKeyword || modifier.kind === SyntaxKind.DefaultKeyword) blank(modifier);
  }
  return whole;
}
