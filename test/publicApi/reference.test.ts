import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Window } from 'happy-dom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishReference, writeIndexPage } from '../../lib/figures/export/publishReference.js';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { SetupError } from '../../lib/setup/setupError.mjs';
import { brokenLinks } from '../../scripts/docs/brokenLinks.mjs';
import { indexGroups } from '../../scripts/docs/indexGroups.mjs';
import { makeReference } from '../../scripts/docs/makeReference.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cliplab reference '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = projectRoot();
const groups = indexGroups(join(root, 'lib', 'index.ts'));

function page(path: string): Window['document'] {
  const window = new Window();
  window.document.write(readFileSync(path, 'utf8').replaceAll(/<script[^]*?<\/script>/g, ''));
  return window.document;
}

describe('the reference', () => {
  const made = join(folder, 'made');
  const figures = join(folder, 'figures');

  // TypeDoc reads the whole of lib: ten seconds of a core, and some times as long where others want it too.
  beforeAll(async () => {
    mkdirSync(figures, { recursive: true });
    await writeIndexPage(figures);
    expect(page(join(figures, 'index.html')).querySelector('a[href^="api/"]')).toBeNull();
    await makeReference(root, made);
  });

  it('has a page for every export, without a broken link', () => {
    const pages = new Set(
      readdirSync(made, { recursive: true, encoding: 'utf8' }).map((path) => path.replace(/^.*\//, '')),
    );
    const without = groups.flatMap(({ names }) => names).filter((name) => !pages.has(`${name}.html`));
    // Types of TensorFlow.js, which has a reference of its own.
    expect(without).toEqual(['Tensor', 'Scalar', 'Tensor1D', 'Tensor2D', 'Tensor3D', 'Tensor4D']);
    expect(brokenLinks(made)).toEqual([]);
  });

  it('is grouped as the index is, each group with its sentence', () => {
    const document = page(join(made, 'index.html'));
    const text = document.body.textContent.replaceAll(/\s+/g, ' ');
    const titles = [...document.querySelectorAll('h2')].map((heading) => heading.textContent.trim());
    expect(titles.filter((title) => groups.some((group) => group.title === title))).toEqual(
      groups.map(({ title }) => title),
    );
    for (const { sentence } of groups) expect(text).toContain(sentence);
  });

  it('links the exports that a comment names', () => {
    const link = page(join(made, 'functions', 'zeroShotLogits.html')).querySelector('p a[href="softmaxRows.html"]');
    expect(link?.textContent).toBe('softmaxRows');
  });

  it('can be searched, shows examples, and says nothing of this machine', () => {
    const files = readdirSync(made, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toContain('search.js');
    expect(page(join(made, 'functions', 'zeroShotClassifier.html')).body.textContent).toContain('a drawing of a {c}.');
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      for (const place of [root, homedir(), tmpdir()])
        expect([name, text.includes(`${place}/`)]).toEqual([name, false]);
    }
  });

  it('is linked from the page of figures once it is there', async () => {
    await publishReference(made, figures);
    const link = page(join(figures, 'index.html')).querySelector('a[href^="api/"]');
    expect(link?.getAttribute('href')).toBe('api/index.html');
    expect(brokenLinks(figures)).toEqual([]);
  });
});

describe('what makes no reference ends in one sentence', () => {
  /** A checkout whose index is this, and whose only file is this. */
  function checkout(index: string, file: string): string {
    const small = mkdtempSync(join(folder, 'small '));
    mkdirSync(join(small, 'lib'));
    writeFileSync(join(small, 'package.json'), JSON.stringify({ name: 'small', type: 'module' }));
    const compilerOptions = { target: 'ES2022', module: 'NodeNext', types: [], strict: true };
    writeFileSync(join(small, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['lib/*.ts'] }));
    writeFileSync(join(small, 'lib', 'index.ts'), index);
    writeFileSync(join(small, 'lib', 'one.ts'), file);
    return small;
  }
  const INDEX = "// # One\n// The only one.\n\nexport { one } from './one.js';\n";

  it.each([
    ['a link to nothing', INDEX, '/** See {@link Nothing}. */\nexport const one = 1;\n', 'the reference was not made'],
    [
      'a type that is not exported',
      INDEX,
      'interface Own { a: 1 }\nexport const one = (own: Own): number => own.a;\n',
      'the reference was not made',
    ],
    ['what does not compile', INDEX, "export const one: number = 'a';\n", 'the reference was not made'],
    ['an export before any group', "export { one } from './one.js';\n", 'export const one = 1;\n', 'before its first'],
    ['a statement that is no export', '// # One\nconst a = 1;\n', 'export const one = 1;\n', 'no list of exports'],
  ])('%s', async (_, index, file, sentence) => {
    const made = makeReference(checkout(index, file), join(folder, 'none'));
    await expect(made).rejects.toThrow(SetupError);
    await expect(made).rejects.toThrow(sentence);
  });
});

describe('brokenLinks', () => {
  it('names links to no file and to no place', () => {
    const pages = join(folder, 'pages');
    mkdirSync(pages);
    writeFileSync(
      join(pages, 'a.html'),
      '<a href="b.html#here">x</a><a href="b.html#there">x</a><a href="https://x.y">x</a>',
    );
    writeFileSync(join(pages, 'b.html'), '<p id="here"><img src="none.png"><a href="#here">x</a></p>');
    expect(brokenLinks(pages).sort()).toEqual(['a.html: b.html#there', 'b.html: none.png']);
  });
});
