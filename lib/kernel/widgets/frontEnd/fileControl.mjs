import { element } from './element.mjs';

/** What the notebook server takes in one message is 10 MB. */
const MAX_BYTES = 8_000_000;

/**
 * A place to drop a file, which also opens the browser's dialogue.
 * @type {import('./element.mjs').MakeView}
 */
export function fileView({ label, accept }, form, change) {
  const input = element('input', { type: 'file', accept, className: 'cliplab-hidden' });
  const said = element('span');
  const preview = element('img', { className: 'cliplab-preview', alt: '', hidden: true });
  const zone = element('label', { className: 'cliplab-drop' }, preview, said, input);

  const show = (/** @type {{ name: string, type: string, bytes: DataView | ArrayBuffer } | null} */ file) => {
    said.textContent = file ? file.name : 'Drop a file here, or click to choose one';
    if (preview.src) URL.revokeObjectURL(preview.src);
    preview.hidden = !file?.type.startsWith('image/');
    if (file && !preview.hidden)
      preview.src = URL.createObjectURL(new Blob([/** @type {any} */ (file.bytes)], { type: file.type }));
  };
  const take = async (/** @type {File | null | undefined} */ file) => {
    if (!file) return;
    if (file.size > MAX_BYTES) {
      said.textContent = `${file.name} has ${(file.size / 1e6).toFixed(1)} MB; at most ${MAX_BYTES / 1e6} MB can be sent`;
      return;
    }
    const sent = { name: file.name, type: file.type, bytes: await file.arrayBuffer() };
    show(sent);
    change(sent);
  };
  show(form);
  input.addEventListener('change', () => void take(input.files?.[0]));
  for (const over of ['dragenter', 'dragover']) {
    zone.addEventListener(over, (event) => {
      event.preventDefault();
      event.stopPropagation();
      zone.classList.add('cliplab-over');
    });
  }
  zone.addEventListener('dragleave', () => zone.classList.remove('cliplab-over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove('cliplab-over');
    void take(event.dataTransfer?.files[0]);
  });
  const name = element('span', { className: 'cliplab-label', textContent: label });
  return { node: element('div', { className: 'cliplab-row', role: 'group', ariaLabel: label }, name, zone), show };
}
