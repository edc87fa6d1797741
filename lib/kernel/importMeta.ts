import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as ts from 'typescript';

/** The global function that stands for `import.meta` in what is compiled to CommonJS. */
export const META = '__cliplabMeta';

/**
 * A transformer that makes `import.meta` a call of `META`.
 * @param isCell modules beside the notebook say which file they are; a cell is of the notebook.
 */
export function importMeta(compiler: typeof ts, isCell: boolean): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const visit = (node: ts.Node): ts.Node =>
      compiler.isMetaProperty(node) && node.keywordToken === compiler.SyntaxKind.ImportKeyword
        ? factory.createCallExpression(
            factory.createIdentifier(META),
            undefined,
            isCell ? [] : [factory.createIdentifier('__filename')],
          )
        : compiler.visitEachChild(node, visit, context);
    return (file) => compiler.visitEachChild(file, visit, context);
  };
}

/** What `import.meta` is in a module. */
export interface ModuleMeta {
  readonly url: string;
  readonly filename: string;
  readonly dirname: string;
  resolve(specifier: string): string;
}

/**
 * `META` for the cells of a notebook in `folder`. They have the notebook's place; its name is known where Jupyter tells
 * it (JPY_SESSION_NAME).
 */
export function moduleMeta(folder: string): (filename?: string) => ModuleMeta {
  const notebook = join(folder, basename(process.env['JPY_SESSION_NAME'] ?? '') || 'notebook.ipynb');
  const known = new Map<string, ModuleMeta>();
  return (filename = notebook) => {
    const meta = known.get(filename) ?? {
      url: pathToFileURL(filename).href,
      filename,
      dirname: dirname(filename),
      resolve: (specifier: string) => {
        if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
        if (/^(?:\.{0,2}\/|[a-z]+:)/.test(specifier)) return new URL(specifier, pathToFileURL(filename)).href;
        return pathToFileURL(createRequire(filename).resolve(specifier)).href;
      },
    };
    known.set(filename, meta);
    return meta;
  };
}
