/**
 * Keys pressed in `panel` are the controls' own (arrows, letters, Enter), not JupyterLab's commands; Ctrl-S and its
 * like still are.
 * @param {HTMLElement} panel
 * @returns {() => void} ends it
 */
export function keepKeys(panel) {
  const decide = (/** @type {KeyboardEvent} */ event) => {
    const { target } = event;
    if (!(target instanceof Element) || !panel.contains(target)) return;
    const command = (event.ctrlKey || event.metaKey) && event.key !== 'Enter';
    target.toggleAttribute('data-lm-suppress-shortcuts', !command);
  };
  // Before JupyterLab, which listens on the document.
  window.addEventListener('keydown', decide, true);
  return () => window.removeEventListener('keydown', decide, true);
}
