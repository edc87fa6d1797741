import { join } from 'node:path';
import { Application, Comment, CommentTag, Converter } from 'typedoc';
import { SetupError } from '../../lib/setup/setupError.mjs';
import { brokenLinks } from './brokenLinks.mjs';
import { indexGroups } from './indexGroups.mjs';

const NOT_MADE =
  'the reference was not made, and the one before it stays: mend in lib what TypeDoc names above, and run `npm run docs` again.';

/** @param {string} tag @param {string} text */
const blockTag = (tag, text) => new CommentTag(/** @type {`@${string}`} */ (tag), [{ kind: 'text', text }]);

/**
 * Gives every export the group that it has in the index, and every group its sentence.
 * @param {import('typedoc').ProjectReflection} project
 * @param {readonly import('./indexGroups.mjs').IndexGroup[]} groups
 */
function groupLikeIndex(project, groups) {
  const titles = new Map(groups.flatMap(({ title, names }) => names.map((name) => [name, title])));
  for (const reflection of project.children ?? []) {
    const title = titles.get(reflection.name);
    if (title === undefined)
      throw new SetupError(
        `lib/index.ts has no group with ${reflection.name} in it: name it below a comment that begins with \`// # \`.`,
      );
    // What is said of a function is said of its signature; the group is the function's own.
    reflection.comment ??= new Comment();
    reflection.comment.blockTags.push(blockTag('@category', title));
  }
  project.comment ??= new Comment();
  for (const { title, sentence } of groups)
    project.comment.blockTags.push(blockTag('@categoryDescription', `${title}\n${sentence}`));
}

/**
 * Links the exports that a comment names in code, such as `loadModel`, from everywhere but their own page.
 * @param {import('typedoc').ProjectReflection} project
 */
function linkNames(project) {
  const pages = new Map((project.children ?? []).map((reflection) => [`\`${reflection.name}\``, reflection]));
  for (const reflection of Object.values(project.reflections)) {
    const { comment } = reflection;
    const texts = comment ? [comment.summary, ...comment.blockTags.map(({ content }) => content)] : [];
    for (const parts of texts)
      parts.forEach((part, k) => {
        const target = part.kind === 'code' ? pages.get(part.text) : undefined;
        if (target && !isWithin(reflection, target))
          parts[k] = { kind: 'inline-tag', tag: '@linkcode', text: target.name, target };
      });
  }
}

/**
 * @param {import('typedoc').Reflection | undefined} inner
 * @param {import('typedoc').Reflection} outer
 * @returns {boolean}
 */
const isWithin = (inner, outer) => inner !== undefined && (inner === outer || isWithin(inner.parent, outer));

/**
 * Makes the reference of all that lib exports: pages that are searched without a server, grouped as `lib/index.ts` is.
 * Nothing in them says where the checkout lies.
 * @param {string} root the checkout
 * @param {string} out a folder, whose content is replaced
 * @throws {SetupError} where something is said of what is not there, or a type is named and not exported; TypeDoc says
 *   what
 */
export async function makeReference(root, out) {
  const groups = indexGroups(join(root, 'lib', 'index.ts'));
  const app = await Application.bootstrap({
    entryPoints: [join(root, 'lib', 'index.ts')],
    tsconfig: join(root, 'tsconfig.json'),
    name: 'cliplab',
    readme: 'none',
    logLevel: 'Warn',
    // Where a source lies would be said as a path of this machine, or of a remote that not every clone has.
    disableSources: true,
    disableGit: true,
    excludeExternals: true,
    excludePrivate: true,
    hideGenerator: true,
    categorizeByGroup: false,
    categoryOrder: groups.map(({ title }) => title),
    kindSortOrder: ['Function', 'Variable', 'Class', 'Interface', 'TypeAlias'],
    sort: ['kind', 'alphabetical'],
    navigation: { includeCategories: true, includeGroups: false, includeFolders: false },
    // The columns of the published tables are types that follow from this list of them.
    intentionallyNotExported: ['cliplab/datasets/publishedTable.ts:TABLES'],
    validation: { notExported: true, invalidLink: true, notDocumented: false },
    treatWarningsAsErrors: true,
    treatValidationWarningsAsErrors: true,
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    groupLikeIndex(project, groups);
    linkNames(project);
  });
  const check = () => {
    if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new SetupError(NOT_MADE);
  };
  const project = await app.convert();
  check();
  if (!project) throw new SetupError(NOT_MADE);
  app.validate(project);
  check();
  await app.generateDocs(project, out);
  for (const link of brokenLinks(out))
    app.logger.error(/** @type {import('typedoc').TranslatedString} */ (`a link to nothing: ${link}`));
  check();
}
