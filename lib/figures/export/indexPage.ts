import { VERDICTS, type Claim } from '../ledger/claims.js';
import { type PublishedFigure, publishedName } from './figureFiles.js';
import { PAGE_STYLE } from './figuresPage.js';
import { attribute, plain } from '../charts/wrapText.js';

const STYLE = `${PAGE_STYLE}
section > figure { display: flex; flex-wrap: wrap; gap: 1.25rem; align-items: flex-start; }
section > figure img { width: 22rem; max-width: 100%; height: auto; background: #fff; border-radius: 6px; }
section > figure figcaption { flex: 1 1 18rem; margin: 0; }
code { background: rgba(128, 128, 128, .16); padding: .1em .35em; border-radius: 4px; }
table { border-collapse: collapse; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid rgba(128, 128, 128, .35); }
p.quote { margin: .3rem 0 0; font-style: italic; opacity: .8; }
.verdict { white-space: nowrap; font-weight: 600; }
`;

const figureEntry = (published: PublishedFigure): string => {
  const address = attribute(encodeURIComponent(publishedName(published)));
  const { figure, notebook } = published;
  const page = attribute(`${encodeURIComponent(notebook)}.html#${encodeURIComponent(figure.name)}`);
  const links = [
    `<a href="${page}">interactive</a>`,
    ...['png', 'svg', 'csv'].map((type) => `<a href="${address}.${type}">${type}</a>`),
  ];
  return `<figure>
<a href="${page}"><img src="${address}.png" alt="${attribute(figure.caption)}" loading="lazy"></a>
<figcaption>${plain(figure.caption)}<p>${links.join(' · ')}</p></figcaption>
</figure>`;
};

const claimRow = ({ claim, quote, source, published, holdsWhen, measured, verdict, note, notebook }: Claim): string =>
  `<tr><td>${plain(claim)}<p class="quote">“${plain(quote)}” (${plain(source)})</p></td><td>${plain(published)}</td>` +
  `<td>${plain(measured)}</td><td class="verdict">${plain(verdict)}</td><td>${plain(holdsWhen)}</td>` +
  `<td>${plain(note)}</td><td>${plain(notebook)}</td></tr>`;

const tally = (claims: readonly Claim[]): string =>
  VERDICTS.map((verdict) => ({ verdict, count: claims.filter((claim) => claim.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${verdict}: ${count}`)
    .join(' · ');

const claimsSection = (claims: readonly Claim[]): string =>
  claims.length === 0
    ? ''
    : `<section>
<h2>The paper’s claims, measured here</h2>
<p>${tally(claims)}. The rule of each verdict was written before the measurement; a claim whose interval has the rule’s threshold inside cannot be told.</p>
<table>
<thead><tr><th>claim, and the paper’s words</th><th>published</th><th>measured</th><th>verdict</th><th>holds when</th><th>note</th><th>notebook</th></tr></thead>
<tbody>
${claims.map(claimRow).join('\n')}
</tbody>
</table>
</section>`;

export interface IndexOptions {
  /** The address of the reference of `lib`, where that has been made. */
  readonly reference?: string | undefined;
}

const referenceLink = (address: string | undefined): string =>
  address === undefined
    ? ''
    : `<p><a href="${attribute(address)}">The reference</a>: all that <code>import … from 'cliplab'</code> offers.</p>`;

/** The page of everything: each notebook's figures with their captions, the command that makes them, and the claims. */
export function indexPage(
  figures: readonly PublishedFigure[],
  claims: readonly Claim[],
  { reference }: IndexOptions = {},
): string {
  const notebooks = [...new Set(figures.map(({ notebook }) => notebook))];
  const sections = notebooks.map(
    (notebook) => `<section>
<h2 id="${attribute(notebook)}">${plain(notebook)}</h2>
<p><code>npm run figures -- ${plain(notebook)}</code></p>
${figures
  .filter((figure) => figure.notebook === notebook)
  .map(figureEntry)
  .join('\n')}
</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>cliplab: figures</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Figures</h1>
${[referenceLink(reference), ...sections, claimsSection(claims)].filter(Boolean).join('\n')}
</body>
</html>
`;
}
