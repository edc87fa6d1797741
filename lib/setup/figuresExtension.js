/* global document, MutationObserver, requestAnimationFrame, ResizeObserver, window */
// A JupyterLab extension, written as its bundler would leave it: figures that are wider than the window they are shown
// in are drawn smaller. Plotly's own extension draws them at the width of their layout, which is made for the page of a
// paper, and cuts them off.
(() => {
  const fit = (figure) => {
    const drawing = figure.querySelector('.main-svg');
    if (!drawing) return;
    const width = Number(drawing.getAttribute('width'));
    const height = Number(drawing.getAttribute('height'));
    const room = (figure.parentElement?.getBoundingClientRect().right ?? 0) - figure.getBoundingClientRect().left;
    if (!(width > 0) || !(height > 0) || !(room > 0)) return;
    const scale = Math.min(1, room / width);
    const isWhole = scale === 1;
    const style = {
      transform: isWhole ? '' : `scale(${scale})`,
      transformOrigin: isWhole ? '' : '0 0',
      minWidth: isWhole ? '' : `${width}px`,
      // What is drawn smaller keeps its place in the page; the page gives it up again.
      marginBottom: isWhole ? '' : `${-height * (1 - scale)}px`,
    };
    if (Object.entries(style).every(([name, value]) => figure.style[name] === value)) return;
    Object.assign(figure.style, style);
    // Plotly remembers where the figure was when it last asked how large it is drawn, and pointing at points needs it
    // to ask again.
    if (figure._fullLayout) figure._fullLayout._lastBBox = undefined;
  };

  const plugin = {
    id: 'cliplab-figures:fit',
    description: 'Draws figures smaller where the window is narrow.',
    autoStart: true,
    activate() {
      const seen = new Set();
      let asked = false;
      /** Once before the next image on screen, however much changed. */
      const fitAll = () => {
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => {
          asked = false;
          for (const figure of document.querySelectorAll('.jp-RenderedPlotly')) {
            const { parentElement } = figure;
            if (parentElement && !seen.has(parentElement)) sizes.observe(parentElement);
            seen.add(parentElement);
            fit(figure);
          }
          for (const place of seen) if (!place?.isConnected) seen.delete(place) && place && sizes.unobserve(place);
        });
      };
      const sizes = new ResizeObserver(fitAll);
      // Figures come and go with cells, and are drawn when Plotly is ready.
      new MutationObserver(fitAll).observe(document.body, { childList: true, subtree: true });
      fitAll();
      // Until the mouse enters, what is shown of a saved figure is its image.
      const style = document.createElement('style');
      style.textContent = '.jp-RenderedPlotly > .plot-img { max-width: 100%; height: auto; }';
      document.head.append(style);
    },
  };

  const name = 'cliplab-figures';
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[name] = {
    init() {},
    get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
  };
})();
