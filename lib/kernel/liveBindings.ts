import type * as ts from 'typescript';
import { BINDING, BINDING_PREFIX } from './bindings.js';
import type { RequiredModule } from './requiredModules.js';

/** What the transformer needs to know of a cell's surroundings, and whom it tells what it found. */
export interface CellScope {
  /** Whether an earlier cell has bound a name. */
  isBound(name: string): boolean;
  /** Modules to be required before anything else, of which the JavaScript says nothing. */
  readonly required: readonly RequiredModule[];
  /** @param names what the cell declares. @param awaits whether it waits outside any function. */
  found(names: readonly string[], awaits: boolean): void;
}

/** A node that the binder has been at: names of its own scope. */
type Scoped = ts.Node & { readonly locals?: ReadonlyMap<string, ts.Symbol> };

/**
 * A transformer that takes a cell, an ES module in JavaScript, out of its own scope: what it declares at its top level,
 * and what it speaks of that earlier cells declared, become uses of bindings that all cells share. Imports are left to
 * be compiled to `require`; bindings follow them.
 */
export function liveBindings(compiler: typeof ts, scope: CellScope): ts.TransformerFactory<ts.SourceFile> {
  const { SyntaxKind, SymbolFlags, NodeFlags } = compiler;
  /** Operators that give a function without a name that of what they assign to. */
  const NAMING: ReadonlySet<ts.SyntaxKind> = new Set([
    SyntaxKind.EqualsToken,
    SyntaxKind.BarBarEqualsToken,
    SyntaxKind.AmpersandAmpersandEqualsToken,
    SyntaxKind.QuestionQuestionEqualsToken,
  ]);
  const named = (node: ts.Node): ReadonlyMap<string, ts.Symbol> | undefined => (node as Scoped).locals;
  const escaped = (name: string): string => compiler.escapeLeadingUnderscores(name) as string;

  /** Whether a scope between `node` and the top level declares `name`. */
  const isLocal = (node: ts.Node, name: string): boolean => {
    for (let at = node.parent; at && !compiler.isSourceFile(at); at = at.parent) {
      if (named(at)?.has(escaped(name))) return true;
      if ((compiler.isFunctionExpression(at) || compiler.isClassLike(at)) && at.name?.text === name) return true;
    }
    return false;
  };

  /** Whether an identifier is read or written, rather than a part of a declaration, a property's name or a label. */
  const isReference = (node: ts.Identifier): boolean => {
    const { parent } = node;
    if (compiler.isPropertyAccessExpression(parent)) return parent.name !== node;
    if (compiler.isBindingElement(parent) || compiler.isVariableDeclaration(parent) || compiler.isParameter(parent))
      return parent.initializer === node;
    if (compiler.isPropertyAssignment(parent) || compiler.isPropertyDeclaration(parent)) return parent.name !== node;
    if (compiler.isExportAssignment(parent)) return true;
    const isName =
      compiler.isFunctionLike(parent) ||
      compiler.isClassLike(parent) ||
      compiler.isLabeledStatement(parent) ||
      compiler.isBreakOrContinueStatement(parent) ||
      compiler.isMetaProperty(parent) ||
      compiler.isImportClause(parent) ||
      compiler.isNamespaceImport(parent) ||
      compiler.isNamespaceExport(parent) ||
      compiler.isImportOrExportSpecifier(parent);
    return !isName || (compiler.isArrowFunction(parent) && parent.body === node);
  };

  const startsFunction = (node: ts.Node): boolean =>
    compiler.isFunctionLike(node) ||
    compiler.isClassStaticBlockDeclaration(node) ||
    compiler.isPropertyDeclaration(node);

  /** Whether `var` at this place declares for the whole cell. */
  const isOutsideFunctions = (node: ts.Node): boolean => {
    for (let at = node.parent; at && !compiler.isSourceFile(at); at = at.parent) if (startsFunction(at)) return false;
    return true;
  };

  return (context) => (file) => {
    const { factory } = context;
    const own = new Map<string, ts.Symbol | undefined>(scope.required.map(({ name }) => [name, undefined]));
    for (const [name, symbol] of named(file) ?? []) {
      const isValue = symbol.flags & (SymbolFlags.Value | SymbolFlags.Alias | SymbolFlags.ExportValue);
      if (isValue) own.set(compiler.unescapeLeadingUnderscores(name as ts.__String), symbol);
    }
    const used = new Set<string>(own.keys());
    let awaits = false;

    const box = (name: string): ts.Identifier => factory.createIdentifier(BINDING_PREFIX + name);
    const property = (name: string, of: string, at?: ts.Node): ts.Expression => {
      used.add(name);
      const access = factory.createPropertyAccessExpression(box(name), of);
      return at ? compiler.setTextRange(access, at) : access;
    };
    const isShared = (node: ts.Node, name: string): boolean =>
      (own.has(name) || scope.isBound(name)) && !isLocal(node, name);
    const shared = (node: ts.Node): ts.Expression | undefined =>
      compiler.isIdentifier(node) && isReference(node) && isShared(node, node.text)
        ? property(node.text, 'value', node)
        : undefined;
    /** To be called without the binding as `this`. */
    const callee = (value: ts.Expression): ts.Expression =>
      factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), value));

    const visited = <Node extends ts.Node>(node: Node): Node => compiler.visitNode(node, visit) as Node;
    /**
     * A function or class without a name has that of the variable it is assigned to; assigned to a property it would
     * have none.
     */
    const withName = (value: ts.Expression, name: string | undefined): ts.Expression => {
      let bare = value;
      while (compiler.isParenthesizedExpression(bare)) bare = bare.expression;
      const anonymous =
        compiler.isArrowFunction(bare) ||
        ((compiler.isFunctionExpression(bare) || compiler.isClassExpression(bare)) && !bare.name);
      if (!anonymous || name === undefined || name === '__proto__') return visited(value);
      const key = factory.createStringLiteral(name);
      return factory.createElementAccessExpression(
        factory.createObjectLiteralExpression([factory.createPropertyAssignment(key, visited(value))]),
        key,
      );
    };

    /** What a declaration binds, as what an assignment assigns to. */
    const target = (name: ts.BindingName): ts.Expression => {
      if (compiler.isIdentifier(name)) return property(name.text, 'declared', name);
      if (compiler.isArrayBindingPattern(name)) {
        const elements = name.elements.map((element) => {
          if (compiler.isOmittedExpression(element)) return element;
          return element.dotDotDotToken ? factory.createSpreadElement(target(element.name)) : withDefault(element);
        });
        return factory.createArrayLiteralExpression(elements);
      }
      const properties = name.elements.map((element) => {
        if (element.dotDotDotToken) return factory.createSpreadAssignment(target(element.name));
        const key = element.propertyName
          ? visited(element.propertyName)
          : factory.createIdentifier((element.name as ts.Identifier).text);
        return factory.createPropertyAssignment(key, withDefault(element));
      });
      return factory.createObjectLiteralExpression(properties);
    };
    const nameOf = (name: ts.BindingName): string | undefined => (compiler.isIdentifier(name) ? name.text : undefined);
    const withDefault = ({ name, initializer }: ts.BindingElement): ts.Expression =>
      initializer ? factory.createAssignment(target(name), withName(initializer, nameOf(name))) : target(name);

    /** What the declarations of a list do when they are reached. */
    const assignments = (list: ts.VariableDeclarationList): ts.Expression[] =>
      list.declarations.flatMap((declaration) => {
        const { name, initializer } = declaration;
        // A second `var` of a name leaves it as it is.
        const again = compiler.isIdentifier(name) && own.get(name.text)?.declarations?.[0] !== declaration;
        if (!initializer && again && (list.flags & NodeFlags.BlockScoped) === 0) return [];
        const value = initializer ? withName(initializer, nameOf(name)) : factory.createVoidZero();
        return [compiler.setTextRange(factory.createAssignment(target(name), value), declaration)];
      });
    const statement = (expression: ts.Expression, at: ts.Node): ts.Statement =>
      compiler.setTextRange(factory.createExpressionStatement(expression), at);
    const isSharedList = (list: ts.VariableDeclarationList): boolean =>
      (compiler.isVariableStatement(list.parent) && list.parent.parent === file) ||
      ((list.flags & NodeFlags.BlockScoped) === 0 && isOutsideFunctions(list));
    /** The head of a loop: `for (var k ...)` declares for the whole cell. */
    const loopHead = (list: ts.VariableDeclarationList): ts.ForInitializer => {
      const [first] = list.declarations;
      if (first && !compiler.isForStatement(list.parent)) return target(first.name);
      const all = assignments(list);
      return all.length === 0 ? factory.createVoidZero() : all.reduce((a, b) => factory.createComma(a, b));
    };

    const withoutExport = (modifiers: readonly ts.ModifierLike[] | undefined): ts.Modifier[] =>
      (modifiers ?? []).filter(
        (modifier): modifier is ts.Modifier =>
          compiler.isModifier(modifier) &&
          modifier.kind !== SyntaxKind.ExportKeyword &&
          modifier.kind !== SyntaxKind.DefaultKeyword,
      );
    const functionValue = (node: ts.FunctionDeclaration): ts.Expression =>
      factory.createFunctionExpression(
        withoutExport(node.modifiers),
        node.asteriskToken,
        node.name,
        undefined,
        compiler.visitNodes(node.parameters, visit) as ts.NodeArray<ts.ParameterDeclaration>,
        undefined,
        visited(node.body!),
      );
    const classValue = (node: ts.ClassDeclaration): ts.Expression =>
      factory.createClassExpression(
        withoutExport(node.modifiers),
        node.name,
        undefined,
        node.heritageClauses && (compiler.visitNodes(node.heritageClauses, visit) as ts.NodeArray<ts.HeritageClause>),
        compiler.visitNodes(node.members, visit) as ts.NodeArray<ts.ClassElement>,
      );

    const visit = (node: ts.Node): ts.VisitResult<ts.Node> => {
      if (compiler.isAwaitExpression(node) || (compiler.isForOfStatement(node) && node.awaitModifier))
        awaits ||= isOutsideFunctions(node);
      if (compiler.isIdentifier(node)) return shared(node) ?? node;
      if (compiler.isShorthandPropertyAssignment(node)) {
        const { name, objectAssignmentInitializer: initial } = node;
        if (!isShared(node, name.text)) return compiler.visitEachChild(node, visit, context);
        const value = property(name.text, 'value', name);
        const key = factory.createIdentifier(name.text);
        return factory.createPropertyAssignment(
          key,
          initial ? factory.createAssignment(value, withName(initial, name.text)) : value,
        );
      }
      if (compiler.isCallExpression(node) || compiler.isTaggedTemplateExpression(node)) {
        const called = compiler.isCallExpression(node) ? node.expression : node.tag;
        const value = shared(called);
        if (!value) return compiler.visitEachChild(node, visit, context);
        const call = compiler.setTextRange(callee(value), called);
        if (compiler.isTaggedTemplateExpression(node))
          return factory.updateTaggedTemplateExpression(node, call, undefined, visited(node.template));
        const inputs = compiler.visitNodes(node.arguments, visit) as ts.NodeArray<ts.Expression>;
        return compiler.isCallChain(node)
          ? factory.updateCallChain(node, call, node.questionDotToken, undefined, inputs)
          : factory.updateCallExpression(node, call, undefined, inputs);
      }
      if (compiler.isBinaryExpression(node) && NAMING.has(node.operatorToken.kind)) {
        const to = shared(node.left);
        if (to && compiler.isIdentifier(node.left))
          return factory.updateBinaryExpression(node, to, node.operatorToken, withName(node.right, node.left.text));
      }
      if (compiler.isVariableStatement(node) && isSharedList(node.declarationList)) {
        const made = assignments(node.declarationList).map((expression) => statement(expression, node));
        if (node.parent === file || compiler.isBlock(node.parent)) return made;
        return factory.createBlock(made);
      }
      if (compiler.isVariableDeclarationList(node) && isSharedList(node)) return loopHead(node);
      if (node.parent !== file) return compiler.visitEachChild(node, visit, context);
      if (compiler.isClassDeclaration(node) && node.name)
        return statement(factory.createAssignment(target(node.name), classValue(node)), node);
      return compiler.visitEachChild(node, visit, context);
    };

    const links = (node: ts.ImportDeclaration): ts.Statement[] => {
      const { name, namedBindings } = node.importClause ?? {};
      const bound = [
        ...(name ? [name] : []),
        ...(namedBindings
          ? compiler.isNamespaceImport(namedBindings)
            ? [namedBindings.name]
            : namedBindings.elements.map((element) => element.name)
          : []),
      ];
      return bound.map((local) =>
        factory.createExpressionStatement(
          factory.createCallExpression(property(local.text, 'link'), undefined, [
            factory.createArrowFunction(undefined, undefined, [], undefined, undefined, local),
          ]),
        ),
      );
    };

    const imports: ts.Statement[] = [];
    const required = scope.required.map(({ name, module }) => {
      const path = factory.createStringLiteral(module);
      const call = factory.createCallExpression(factory.createIdentifier('require'), undefined, [path]);
      return factory.createExpressionStatement(factory.createAssignment(property(name, 'declared'), call));
    });
    const hoisted: ts.Statement[] = [];
    const rest: ts.Statement[] = [];
    for (const node of file.statements) {
      if (compiler.isImportDeclaration(node)) {
        imports.push(node);
        hoisted.unshift(...links(node));
      } else if (compiler.isFunctionDeclaration(node) && node.name && node.body)
        hoisted.push(statement(factory.createAssignment(target(node.name), functionValue(node)), node));
      else if (!compiler.isExportDeclaration(node) || node.moduleSpecifier) {
        const made = compiler.visitNode(node, (inner) => factory.createBlock([visit(inner)].flat() as ts.Statement[]));
        rest.push(...(made as ts.Block).statements);
      }
    }
    scope.found([...own.keys()], awaits);
    const boxes = [...used].map((name) =>
      factory.createVariableDeclaration(
        box(name),
        undefined,
        undefined,
        factory.createCallExpression(factory.createIdentifier(BINDING), undefined, [factory.createStringLiteral(name)]),
      ),
    );
    const prologue =
      boxes.length === 0
        ? []
        : [factory.createVariableStatement(undefined, factory.createVariableDeclarationList(boxes, NodeFlags.Const))];
    return factory.updateSourceFile(file, [...imports, ...prologue, ...required, ...hoisted, ...rest]);
  };
}
