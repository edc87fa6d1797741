import type * as ts from 'typescript';

/** The global function that guarded loops call. */
export const STEP = '__cliplab_step';

type Loop = ts.ForStatement | ts.ForInStatement | ts.ForOfStatement | ts.WhileStatement | ts.DoStatement;

/**
 * A transformer that puts a call of `STEP` at the start of every loop's body, so that a loop which never pauses can be
 * interrupted. A call costs about a nanosecond.
 */
export function loopGuards(compiler: typeof ts): ts.TransformerFactory<ts.SourceFile> {
  const isLoop = (node: ts.Node): node is Loop => compiler.isIterationStatement(node, false);
  return (context) => {
    const { factory } = context;
    const guarded = (body: ts.Statement): ts.Statement => {
      const call = factory.createCallExpression(factory.createIdentifier(STEP), undefined, []);
      const rest = compiler.isBlock(body) ? body.statements : [body];
      return factory.createBlock([factory.createExpressionStatement(call), ...rest], true);
    };
    const withBody = (loop: Loop): ts.Node => {
      const body = guarded(loop.statement);
      if (compiler.isForStatement(loop))
        return factory.updateForStatement(loop, loop.initializer, loop.condition, loop.incrementor, body);
      if (compiler.isForInStatement(loop))
        return factory.updateForInStatement(loop, loop.initializer, loop.expression, body);
      if (compiler.isForOfStatement(loop))
        return factory.updateForOfStatement(loop, loop.awaitModifier, loop.initializer, loop.expression, body);
      if (compiler.isWhileStatement(loop)) return factory.updateWhileStatement(loop, loop.expression, body);
      return factory.updateDoStatement(loop, body, loop.expression);
    };
    const visit = (node: ts.Node): ts.Node => {
      const inner = compiler.visitEachChild(node, visit, context);
      return isLoop(inner) ? withBody(inner) : inner;
    };
    return (file) => compiler.visitEachChild(file, visit, context);
  };
}
