/**
 * plotly.js, once a page: the kernel sends it, gzipped, to the first panel that asks, so that nothing comes from a
 * network.
 * @param {any} model
 * @returns {Promise<any>}
 */
export function loadPlotly(model) {
  const page = /** @type {{ cliplabPlotly?: Promise<any> }} */ (globalThis);
  page.cliplabPlotly ??= new Promise((resolve, reject) => {
    const receive = (/** @type {any} */ content, /** @type {DataView[]} */ [script]) => {
      if (content?.plotly !== true || !script) return;
      model.off('msg:custom', receive);
      const bytes = new Uint8Array(script.buffer, script.byteOffset, script.byteLength);
      unpack(bytes).then(resolve, reject);
    };
    model.on('msg:custom', receive);
    model.send('plotly');
  });
  return page.cliplabPlotly;
}

/** @param {Uint8Array} bytes */
async function unpack(bytes) {
  const stream = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = await new Response(stream).text();
  // As a module with a CommonJS scope of its own: it neither meets nor replaces another Plotly of the page.
  const module = `const module = { exports: {} }, exports = module.exports;\n${script}\nexport default module.exports;`;
  const url = URL.createObjectURL(new Blob([module], { type: 'text/javascript' }));
  try {
    return (await import(/* webpackIgnore: true */ url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}
