import type * as ts from 'typescript';

const IS_LITERAL_IMPORT = /\bawait\s+import\s*\(/;

/**
 * A cell whose `const m = await import('module')` says what type that has. The compiler would spell the type out,
 * member by member, which takes seconds for a large module, and fails for one that does not export all of its types
 * (TS4023).
 * @returns the same lines; what is put in stands behind the call.
 */
export function nameableSource(compiler: typeof ts, source: string): string {
  if (!IS_LITERAL_IMPORT.test(source)) return source;
  const file = compiler.createSourceFile('cell.ts', `export {};${source}`, compiler.ScriptTarget.Latest, true);
  const shift = 'export {};'.length;
  const declarations = file.statements.flatMap((statement) =>
    compiler.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );
  let whole = source;
  for (const { name, type, initializer } of declarations.reverse()) {
    if (!initializer || type || !compiler.isIdentifier(name) || !compiler.isAwaitExpression(initializer)) continue;
    const call = initializer.expression;
    if (!compiler.isCallExpression(call) || call.expression.kind !== compiler.SyntaxKind.ImportKeyword) continue;
    const [module] = call.arguments;
    if (!module || !compiler.isStringLiteralLike(module)) continue;
    const exported = `typeof import(${JSON.stringify(module.text)})`;
    const said = ` as unknown as (${exported} extends { default: any } ? ${exported} : ${exported} & { default: ${exported} })`;
    const at = initializer.end - shift;
    whole = whole.slice(0, at) + said + whole.slice(at);
  }
  return whole;
}

/** The compiler's ways to say that what a cell declares has a type without a name. */
const UNNAMEABLE = new Set([2742, 4020, 4023, 4025, 4031, 4055, 4058, 4060, 4082, 4094, 7056]);

export const isUnnameable = (code: number): boolean => UNNAMEABLE.has(code);

/**
 * A cell whose top-level variables and functions at `positions` are of any type, so that later cells can be told of
 * them.
 * @param positions of their names.
 */
export function untypedSource(compiler: typeof ts, source: string, positions: readonly number[]): string {
  const file = compiler.createSourceFile('cell.ts', `export {};${source}`, compiler.ScriptTarget.Latest, true);
  const shift = 'export {};'.length;
  const inserts: { at: number; text: string }[] = [];
  const around = (from: number, to: number, [before, after]: readonly [string, string]): void => {
    inserts.push({ at: from, text: before }, { at: to, text: after });
  };
  for (const statement of file.statements) {
    const spoken = (node: ts.Node): boolean =>
      positions.some((position) => position + shift >= node.getStart() && position + shift < node.end);
    if (compiler.isVariableStatement(statement)) {
      for (const { name, type, initializer } of statement.declarationList.declarations) {
        if (spoken(name) && !type && initializer) around(initializer.getStart(), initializer.end, ['(', ') as any']);
      }
    } else if (compiler.isFunctionDeclaration(statement) && statement.body && !statement.type) {
      if (statement.name && spoken(statement.name) && !statement.asteriskToken) {
        const close = source.lastIndexOf(')', statement.body.getStart() - shift) + shift;
        const isAsync = statement.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword);
        inserts.push({ at: close + 1, text: isAsync ? ': Promise<any>' : ': any' });
      }
    }
  }
  let whole = source;
  for (const { at, text } of inserts.sort((a, b) => b.at - a.at))
    whole = whole.slice(0, at - shift) + text + whole.slice(at - shift);
  return whole;
}
