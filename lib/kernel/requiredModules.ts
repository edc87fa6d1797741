import type * as ts from 'typescript';

/** A name that a cell binds by `import name = require('module')`. */
export interface RequiredModule {
  readonly name: string;
  readonly module: string;
}

const MAY_REQUIRE = /\bimport\b[^]*=\s*require\b/;

/** The compiler's way to say that an ES module, which a cell is to it, has no `import name = require('module')`. */
export const IMPORT_ASSIGNMENT = 1202;

/** What a cell imports as CommonJS does. The compiler checks it, and leaves it out of what it compiles. */
export function requiredModules(compiler: typeof ts, source: string): RequiredModule[] {
  if (!MAY_REQUIRE.test(source)) return [];
  const file = compiler.createSourceFile('cell.ts', source, compiler.ScriptTarget.Latest, true);
  return file.statements.flatMap((statement) => {
    if (!compiler.isImportEqualsDeclaration(statement) || statement.isTypeOnly) return [];
    const { name, moduleReference } = statement;
    if (!compiler.isExternalModuleReference(moduleReference)) return [];
    const { expression } = moduleReference;
    return compiler.isStringLiteralLike(expression) ? [{ name: name.text, module: expression.text }] : [];
  });
}
