import type * as ts from 'typescript';

const ADDS_TO_GLOBALS = /\bdeclare\s+global\b/;

/**
 * Declarations of earlier cells without what a cell adds to the global scope (`declare global`) anew, which may have
 * another type now.
 */
export function withoutRedeclaredGlobals(compiler: typeof ts, before: string, source: string): string {
  if (!ADDS_TO_GLOBALS.test(before) || !ADDS_TO_GLOBALS.test(source)) return before;
  const additions = (text: string): ts.Statement[] =>
    compiler
      .createSourceFile('cell.ts', text, compiler.ScriptTarget.Latest, true)
      .statements.flatMap((one) =>
        (one.flags & compiler.NodeFlags.GlobalAugmentation) !== 0 &&
        compiler.isModuleDeclaration(one) &&
        one.body &&
        compiler.isModuleBlock(one.body)
          ? [...one.body.statements]
          : [],
      );
  const nameOf = (node: ts.Node): string => (node as ts.NamedDeclaration).name?.getText() ?? '';
  const namesOf = (statement: ts.Statement): readonly ts.Node[] =>
    compiler.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
  const isNewMember = (of: ts.InterfaceDeclaration, member: ts.Node): boolean =>
    nameOf(member) !== '' && members.has(`${nameOf(of)}.${nameOf(member)}`);
  const names = new Set<string>();
  /** Of interfaces, as "interface.member". */
  const members = new Set<string>();
  for (const one of additions(source)) {
    if (compiler.isInterfaceDeclaration(one))
      for (const member of one.members) members.add(`${nameOf(one)}.${nameOf(member)}`);
    else for (const node of namesOf(one)) names.add(nameOf(node));
  }
  const cuts: { from: number; to: number; put: string }[] = [];
  for (const one of additions(before)) {
    if (compiler.isInterfaceDeclaration(one)) {
      for (const member of one.members)
        if (isNewMember(one, member)) cuts.push({ from: member.getFullStart(), to: member.end, put: '' });
      continue;
    }
    const kept = namesOf(one).filter((node) => !names.has(nameOf(node)));
    if (kept.length === namesOf(one).length) continue;
    const put = kept.length === 0 ? '' : `\n    var ${kept.map((node) => node.getText()).join(', ')};`;
    cuts.push({ from: one.getFullStart(), to: one.end, put });
  }
  return cuts
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, put }) => text.slice(0, from) + put + text.slice(to), before);
}
