import type * as ts from 'typescript';
import { BINDING_PREFIX } from './bindings.js';

/**
 * A transformer of JavaScript in which a class that is decorated and speaks of itself works while its static members
 * are made. The compiler of cells calls it by a second name in there, `A = A_1 = class A { static one = new A_1() }`,
 * which has no value yet then; later compilers give it one first of all, as this does.
 */
export function decoratedClasses(compiler: typeof ts): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const nameOf = (node: ts.Expression): string | undefined => {
      if (compiler.isIdentifier(node)) return node.text;
      const isBinding = compiler.isPropertyAccessExpression(node) && compiler.isIdentifier(node.expression);
      return isBinding ? (node.expression as ts.Identifier).text.replace(BINDING_PREFIX, '') : undefined;
    };
    const isSecondName = (name: string | undefined, of: string): boolean =>
      name !== undefined && name.startsWith(`${of}_`) && /^\d+$/.test(name.slice(of.length + 1));
    const visit = (node: ts.Node): ts.Node => {
      const inner = compiler.visitEachChild(node, visit, context);
      if (!compiler.isBinaryExpression(inner) || !compiler.isClassExpression(inner.right)) return inner;
      const { left, operatorToken, right } = inner;
      if (operatorToken.kind !== compiler.SyntaxKind.EqualsToken || !right.name) return inner;
      if (!isSecondName(nameOf(left), right.name.text)) return inner;
      const named = factory.createExpressionStatement(factory.createAssignment(left, factory.createThis()));
      const members = [factory.createClassStaticBlockDeclaration(factory.createBlock([named])), ...right.members];
      const made = factory.updateClassExpression(
        right,
        right.modifiers,
        right.name,
        right.typeParameters,
        right.heritageClauses,
        members,
      );
      return factory.updateBinaryExpression(inner, left, operatorToken, made);
    };
    return (file) => compiler.visitEachChild(file, visit, context);
  };
}
