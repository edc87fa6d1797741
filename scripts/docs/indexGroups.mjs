import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { SetupError } from '../../lib/setup/setupError.mjs';

/**
 * A group of `lib/index.ts`: what a reader wants to do, a sentence of it, and the names that serve it. `// # Title`
 * begins one, and the comment's other lines are the sentence.
 * @typedef {{ title: string, sentence: string, names: string[] }} IndexGroup
 */

const HEADING = /^\/\/ # (.+)$/;

/**
 * The title and sentence in the comments before a statement, where they begin a group.
 * @param {string} text
 * @param {ts.Node} statement
 * @returns {IndexGroup | undefined}
 */
function groupBefore(text, statement) {
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const lines = comments.map(({ pos, end }) => text.slice(pos, end));
  const at = lines.findIndex((line) => HEADING.test(line));
  const title = HEADING.exec(lines[at] ?? '')?.[1];
  if (title === undefined) return undefined;
  const sentence = lines.slice(at + 1).map((line) => line.replace(/^\/\/ ?/, ''));
  return { title, sentence: sentence.join(' '), names: [] };
}

/**
 * The groups of the package's index in their order. The one place that says them is the index itself: the API reference
 * reads them here.
 * @param {string} path of `lib/index.ts`
 * @returns {IndexGroup[]}
 */
export function indexGroups(path) {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  /** @type {IndexGroup[]} */
  const groups = [];
  for (const statement of source.statements) {
    const begun = groupBefore(text, statement);
    if (begun) groups.push(begun);
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
      throw new SetupError(
        `${path} has a statement that is no list of exports: write it as \`export { name } from ...\`.`,
      );
    const group = groups.at(-1);
    if (!group)
      throw new SetupError(`${path} has an export before its first group: begin one with a comment \`// # Title\`.`);
    group.names.push(...statement.exportClause.elements.map(({ name }) => name.text));
  }
  return groups;
}
