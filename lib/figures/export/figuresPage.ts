import type { Figure } from '../figure.js';
import type { PageScript } from './pageScript.js';
import { attribute, plain } from '../charts/wrapText.js';

// "</script" inside a string would end the element that holds it.
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The look of every page this project writes. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 Lato, "Open Sans", "Segoe UI", Helvetica, Arial, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; overflow-wrap: anywhere; color: #1f2328; background: #fff; }
figure { margin: 0 0 2.5rem; }
.frame { overflow: hidden; background: #fff; border-radius: 6px; }
.frame > div { transform-origin: 0 0; }
figcaption { max-width: 46rem; margin-top: .5rem; }
a { color: #0072B2; }
@media (prefers-color-scheme: dark) { body { color: #e6e8eb; background: #16181c; } a { color: #56B4E9; } }
`;

/**
 * One HTML page with the figures in it, which `script` draws (see `sharedScript` and `ownScript`): it opens without a
 * network.
 */
export function figuresPage(title: string, figures: readonly Figure[], script: PageScript): string {
  const bodies = figures.map(
    (figure, k) => `<figure id="${attribute(figure.name)}">
<div class="frame"><div id="plot-${k}"></div></div>
<figcaption>${plain(figure.caption)}</figcaption>
<script>figures.push(["plot-${k}", ${inScript(figure.data)}, ${inScript(figure.layout)}]);</script>
</figure>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${plain(title)}</title>
<style>${PAGE_STYLE}</style>
<script>const figures = [];</script>
</head>
<body>
<h1>${plain(title)}</h1>
${bodies.join('\n')}
${script}
</body>
</html>
`;
}
