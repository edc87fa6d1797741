import type * as ts from 'typescript';

/**
 * Declarations of the variables that a cell declares for all of itself elsewhere than at its top level, such as `var`
 * in the head of a loop, in a branch or in a `switch`: the compiler leaves them out of the cell's declarations.
 * @param file the cell, as checked. @returns statements of a declaration file.
 */
export function nestedVariables(compiler: typeof ts, checker: ts.TypeChecker, file: ts.SourceFile): string {
  const { NodeBuilderFlags } = compiler;
  const printer = compiler.createPrinter({ removeComments: true });
  const isDeclared = (declaration: ts.Node): boolean => {
    if (!compiler.isVariableDeclaration(declaration) && !compiler.isBindingElement(declaration)) return true;
    let at: ts.Node = declaration;
    while (!compiler.isVariableDeclarationList(at)) at = at.parent;
    return compiler.isVariableStatement(at.parent) && at.parent.parent === file;
  };
  const typeOf = (symbol: ts.Symbol, from: ts.Node): string => {
    const type = checker.getTypeOfSymbolAtLocation(symbol, from);
    const flags = NodeBuilderFlags.NoTruncation | NodeBuilderFlags.UseFullyQualifiedType;
    const node = checker.typeToTypeNode(type, file, flags);
    return node ? printer.printNode(compiler.EmitHint.Unspecified, node, file) : 'any';
  };
  const locals =
    (file as ts.SourceFile & { locals?: ReadonlyMap<string, ts.Symbol> }).locals ?? new Map<string, never>();
  return [...locals.values()]
    .filter(({ declarations = [] }) => declarations.length > 0 && !declarations.some(isDeclared))
    .map((symbol) => `declare let ${symbol.name}: ${typeOf(symbol, symbol.declarations![0]!)};\n`)
    .join('');
}
