import ts from 'typescript';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { compilerOptions, type Example, type PublicExport } from './publicExports.js';

const IMPORT = /^import .*$/gm;

/** Names of arquero that examples use, as a notebook imports them. */
const OF_ARQUERO = ['desc', 'escape', 'from', 'op', 'table'];

/**
 * An example as a module: what it imports itself, else every name of cliplab and some of arquero's; the rest as the
 * body of a function, whose own names may be the same.
 */
function asModule({ code }: Example, names: readonly PublicExport[]): string {
  const own = [...code.matchAll(IMPORT)].map(([line]) => line);
  const ofCliplab = names.map(({ name, kind }) => (kind === 'type' ? `type ${name}` : name));
  const imports =
    own.length > 0
      ? own
      : [`import { ${ofCliplab.join(', ')} } from 'cliplab';`, `import { ${OF_ARQUERO.join(', ')} } from 'arquero';`];
  return `${imports.join(' ')} export async function example(): Promise<void> {\n${code.replace(IMPORT, '')}\n}\n`;
}

/** Type-checks examples against lib, all in one program. @returns `file:line: message`, one for each thing wrong */
export function typeCheck(examples: readonly Example[], names: readonly PublicExport[]): string[] {
  const root = projectRoot();
  const at = (k: number): string => `${root}/test/publicApi/example${k}.ts`;
  const modules = new Map(examples.map((example, k) => [at(k), asModule(example, names)]));
  const options: ts.CompilerOptions = {
    ...compilerOptions(),
    noUnusedLocals: false,
    noUnusedParameters: false,
    // As the kernel checks a cell: a table's row has any columns, and a position in a list is not asked whether it is
    // there.
    noImplicitAny: false,
    noUncheckedIndexedAccess: false,
    paths: { cliplab: [`${root}/lib/index.ts`] },
  };
  delete options.rootDir;
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => modules.has(path) || disk.fileExists(path),
    readFile: (path) => modules.get(path) ?? disk.readFile(path),
    getSourceFile: (path, version, ...more) => {
      const text = modules.get(path);
      return text === undefined
        ? disk.getSourceFile(path, version, ...more)
        : ts.createSourceFile(path, text, version, true);
    },
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return examples.flatMap((example, k) => {
    const source = program.getSourceFile(at(k))!;
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const line = example.line + source.getLineAndCharacterOfPosition(start).line - 1;
      return `${example.file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}
