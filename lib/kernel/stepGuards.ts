import type * as ts from 'typescript';
import { isShortFunction } from './shortFunction.js';

/** The global function that guarded loops and functions call when it is time to ask whether they go on. */
export const STEP = '__cliplabStep';
/**
 * The global array of two whole numbers that says when: the first is not 0 once the user interrupts, the second counts
 * turns.
 */
export const TURNS = '__cliplabTurns';
/** Of so many turns one asks in any case: a power of 2. */
const ASKING_TURNS = 1_024;

type Loop = ts.ForStatement | ts.ForInStatement | ts.ForOfStatement | ts.WhileStatement | ts.DoStatement;

/**
 * A transformer that puts a look at `TURNS` at the start of every loop's body and of every function, so that a loop or
 * a recursion which never pauses can be interrupted, and callbacks of what is not compiled here. A look costs some
 * nanoseconds, a call each time three times as much.
 */
export function stepGuards(compiler: typeof ts): ts.TransformerFactory<ts.SourceFile> {
  const isLoop = (node: ts.Node): node is Loop => compiler.isIterationStatement(node, false);
  return (context) => {
    const { factory } = context;
    /** `(__cliplabTurns[0] !== 0 || (++__cliplabTurns[1] & 1023) === 0) && __cliplabStep()` */
    const look = (): ts.Expression => {
      const turns = (k: number): ts.LeftHandSideExpression =>
        factory.createElementAccessExpression(factory.createIdentifier(TURNS), k);
      const counted = factory.createBitwiseAnd(
        factory.createPrefixIncrement(turns(1)),
        factory.createNumericLiteral(ASKING_TURNS - 1),
      );
      const isTime = factory.createLogicalOr(
        factory.createStrictInequality(turns(0), factory.createNumericLiteral(0)),
        factory.createStrictEquality(factory.createParenthesizedExpression(counted), factory.createNumericLiteral(0)),
      );
      const call = factory.createCallExpression(factory.createIdentifier(STEP), undefined, []);
      return factory.createLogicalAnd(factory.createParenthesizedExpression(isTime), call);
    };
    const guarded = (body: ts.Statement): ts.Block => {
      const statements = compiler.isBlock(body) ? body.statements : [body];
      // Behind 'use strict', which must come first.
      const isDirective = (one: ts.Statement): boolean =>
        compiler.isExpressionStatement(one) && compiler.isStringLiteral(one.expression);
      const first = statements.findIndex((one) => !isDirective(one));
      const at = first < 0 ? statements.length : first;
      const step = factory.createExpressionStatement(look());
      return factory.createBlock([...statements.slice(0, at), step, ...statements.slice(at)], true);
    };
    const loopWithBody = (loop: Loop): ts.Node => {
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
    /** A function's body; that of an arrow may be an expression. */
    const guardedBody = (body: ts.ConciseBody): ts.ConciseBody =>
      compiler.isBlock(body) ? guarded(body) : factory.createParenthesizedExpression(factory.createComma(look(), body));
    const visit = (node: ts.Node): ts.Node => {
      const isGuarded = compiler.isFunctionLike(node) && !isShortFunction(compiler, node as ts.FunctionLikeDeclaration);
      const body = isGuarded ? (node as ts.FunctionLikeDeclaration).body : undefined;
      const visitChild = (child: ts.Node): ts.Node =>
        child === body ? guardedBody(visit(child) as ts.ConciseBody) : visit(child);
      const inner = compiler.visitEachChild(node, visitChild, context);
      return isLoop(inner) ? loopWithBody(inner) : inner;
    };
    return (file) => compiler.visitEachChild(file, visit, context);
  };
}
