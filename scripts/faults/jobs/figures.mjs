import { join } from 'node:path';
import { recordClaim, readClaims } from '../../../lib/dist/figures/ledger/claims.js';
import { publishFigures, publishingLock, readPublished } from '../../../lib/dist/figures/export/figureFiles.js';
import { indexPage } from '../../../lib/dist/figures/export/indexPage.js';
import { withFileLock } from '../../../lib/dist/io/withFileLock.js';
import { writeFileAtomic } from '../../../lib/dist/io/writeFileAtomic.js';

/**
 * What a run of the notebooks leaves, without the notebooks: figures collected and published, claims, pages, the index.
 */
export default async function prepare() {
  return async (/** @type {string} */ folder) => {
    const [figures, ledger] = [join(folder, 'figures'), join(folder, 'claims.json')];
    for (const notebook of ['tour', 'data', 'probe']) {
      const working = join(figures, '.working', notebook);
      await withFileLock(join(figures, '.working', `${notebook}.lock`), async () => {
        const { rm } = await import('node:fs/promises');
        await rm(working, { recursive: true, force: true });
        for (const [order, name] of ['one', 'two', 'three'].entries()) {
          const figure = { kind: 'figure', name, caption: name, data: [], layout: { width: 9, height: 9 }, table: [] };
          for (const type of ['png', 'svg', 'csv'])
            await writeFileAtomic(join(working, 'figures', `${name}.${type}`), `${notebook} ${name} `.repeat(20_000));
          await writeFileAtomic(join(working, 'figures', `${name}.json`), JSON.stringify({ order, figure }));
          const claim = {
            id: `${notebook}.${name}`,
            claim: name,
            published: '1 %',
            measured: '2 %',
            source: 'sec 0',
            quote: 'It works well.',
            holdsWhen: 'above 0',
          };
          await recordClaim({ ...claim, verdict: 'holds here' }, ledger);
        }
        await publishFigures(notebook, join(working, 'figures'), figures);
        await rm(working, { recursive: true, force: true });
      });
    }
    await withFileLock(publishingLock(figures), async () =>
      writeFileAtomic(join(figures, 'index.html'), indexPage(await readPublished(figures), await readClaims(ledger))),
    );
  };
}
