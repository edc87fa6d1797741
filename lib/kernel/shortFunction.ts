import type * as ts from 'typescript';
import { BINDING_PREFIX } from './bindings.js';

/** Whose functions take a moment each: arquero's operations and JavaScript's numbers. */
const QUICK = new Set(['op', 'Math', 'Number', 'String', 'Boolean']);

/**
 * Whether a function without a guard takes a moment: it computes with what it is given, repeats nothing, and calls
 * nothing of the user's. arquero reads the source of such functions (`(d) => op.mean(d.value)`) and must find what the
 * user wrote.
 */
export function isShortFunction(compiler: typeof ts, node: ts.FunctionLikeDeclaration): boolean {
  const isQuickCall = (call: ts.CallExpression): boolean => {
    const { expression } = call;
    if (compiler.isIdentifier(expression)) return QUICK.has(expression.text);
    return compiler.isPropertyAccessExpression(expression) && QUICK.has(ownerName(expression.expression));
  };
  /**
   * `op` of `op.mean`, of `arquero.op.mean`, and of what a name of cells was compiled to, `__cliplab_op.value.mean`.
   */
  const ownerName = (owner: ts.Expression): string => {
    if (compiler.isIdentifier(owner)) return owner.text;
    if (!compiler.isPropertyAccessExpression(owner)) return '';
    const { expression, name } = owner;
    const isBinding = compiler.isIdentifier(expression) && expression.text.startsWith(BINDING_PREFIX);
    return isBinding && name.text === 'value' ? expression.text.slice(BINDING_PREFIX.length) : name.text;
  };
  const isShort = (inner: ts.Node): boolean => {
    const isLong =
      compiler.isFunctionLike(inner) ||
      compiler.isClassLike(inner) ||
      compiler.isIterationStatement(inner, false) ||
      compiler.isTryStatement(inner) ||
      compiler.isNewExpression(inner) ||
      compiler.isTaggedTemplateExpression(inner) ||
      compiler.isAwaitExpression(inner) ||
      compiler.isYieldExpression(inner) ||
      compiler.isSpreadElement(inner) ||
      (compiler.isCallExpression(inner) && !isQuickCall(inner));
    return !isLong && compiler.forEachChild(inner, (child) => (isShort(child) ? undefined : true)) !== true;
  };
  const isPlain = compiler.isArrowFunction(node) || compiler.isFunctionExpression(node);
  return isPlain && node.body !== undefined && !node.asteriskToken && isShort(node.body);
}
