import { relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../lib/io/projectPaths.js';

/** The code of an `@example`, or of a block of a README. */
export interface Example {
  /** From the root of the checkout. */
  readonly file: string;
  /** Of the code's first line, from 1. */
  readonly line: number;
  readonly code: string;
}

/** A name that `lib/index.ts` exports. */
export interface PublicExport {
  readonly name: string;
  readonly kind: 'function' | 'value' | 'type';
  /** From the root of the checkout. */
  readonly file: string;
  readonly line: number;
  /** Its doc comment without tags; empty where it has none. */
  readonly description: string;
  readonly examples: readonly Example[];
}

const root = projectRoot();

/** The options of the project, for code that is only looked at. */
export function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  delete options.tsBuildInfoFile;
  return { ...options, noEmit: true, incremental: false };
}

/** The doc comment that stands before a declaration. */
function docComment(declaration: ts.Declaration): ts.JSDoc | undefined {
  return ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc).at(-1);
}

/**
 * The `@example`s of a doc comment as they are written: what the compiler makes of them has lost its line breaks'
 * places.
 */
function examplesOf(doc: ts.JSDoc, source: ts.SourceFile, file: string): Example[] {
  return (doc.tags ?? [])
    .filter((tag) => tag.tagName.text === 'example')
    .map((tag) => {
      const begin = tag.tagName.end;
      const others = (doc.tags ?? []).filter((other) => other.pos > tag.pos);
      const end = others[0]?.pos ?? doc.end - '*/'.length;
      const lines = source.text.slice(begin, end).split('\n');
      const code = lines.map((line, k) => (k === 0 ? line : line.replace(/^\s*\* ?/, '')));
      const blank = code.findIndex((line) => line.trim() !== '');
      const first = source.getLineAndCharacterOfPosition(begin).line + 1;
      return { file, line: first + blank, code: code.slice(blank).join('\n').trimEnd() };
    });
}

/** What the package exports, with where it is declared and what is said of it. */
export function publicExports(): PublicExport[] {
  const index = `${root}/lib/index.ts`;
  const program = ts.createProgram([index], compilerOptions());
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!;
  return checker.getExportsOfModule(module).map((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations![0]!;
    const source = declaration.getSourceFile();
    const file = relative(root, source.fileName);
    const doc = docComment(declaration);
    const value = symbol.valueDeclaration;
    const callable =
      value !== undefined && checker.getTypeOfSymbolAtLocation(symbol, value).getCallSignatures().length > 0;
    const typeOnly = !(symbol.flags & ts.SymbolFlags.Value) || isTypeExport(exported);
    return {
      name: exported.name,
      kind: typeOnly ? 'type' : callable ? 'function' : 'value',
      file,
      line: source.getLineAndCharacterOfPosition(declaration.getStart()).line + 1,
      description: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim(),
      examples: doc ? examplesOf(doc, source, file) : [],
    };
  });
}

/** Of a class, such as tfjs's Tensor, the type alone may be exported. */
function isTypeExport(exported: ts.Symbol): boolean {
  return (exported.declarations ?? []).some(
    (specifier) => ts.isExportSpecifier(specifier) && (specifier.isTypeOnly || specifier.parent.parent.isTypeOnly),
  );
}
