import { readFileSync } from 'node:fs';
import { Window } from 'happy-dom';
import type { Figure } from '../../lib/figures/figure.js';
import { plotlyScriptPath } from '../../lib/figures/export/plotlyScript.js';

interface Complaint {
  readonly msg: string;
}

interface Plotly {
  /** Undefined where there is nothing to say. */
  validate(data: unknown, layout: unknown): Complaint[] | undefined;
}

let plotly: Plotly | undefined;

/** plotly.js in a page that shows nothing: it looks at the document when it loads. */
function loadPlotly(): Plotly {
  const window = new Window({
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
  });
  Object.assign(window.URL, { createObjectURL: () => '' });
  window.eval(readFileSync(plotlyScriptPath(), 'utf8'));
  return (window as unknown as { Plotly: Plotly }).Plotly;
}

/** What plotly.js has against a figure: attributes it does not know, values it does not take. */
export function complaints({ data, layout }: Pick<Figure, 'data' | 'layout'>): string[] {
  plotly ??= loadPlotly();
  // As plain data, which is how every output gets it. The template is checked by Plotly where it is used.
  const { template, ...rest } = JSON.parse(JSON.stringify(layout)) as Record<string, unknown>;
  const plain = JSON.parse(JSON.stringify(data)) as unknown;
  const themed = (template as { layout: object } | undefined)?.layout ?? {};
  return [...(plotly.validate(plain, rest) ?? []), ...(plotly.validate([], themed) ?? [])].map(({ msg }) => msg);
}
