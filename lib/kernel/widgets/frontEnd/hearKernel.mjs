/** A message that changes nothing. */
const NOTHING = { content: { data: {} }, buffers: [] };

/**
 * anywidget gives up on a model whose module took more than two seconds to load, as it may in a page that is busy: it
 * shows the view all the same, but drops every message of the kernel from then on. Such a model gets its messages past
 * anywidget, and the state that it has missed. It is what a front end does at first, its `initialize`.
 * @param {{ model: any }} props
 */
export function hearKernel({ model }) {
  // Where models are made otherwise there is nothing to mend.
  void mend(model).catch(() => undefined);
}

/** @param {any} model */
async function mend(model) {
  const whole = await model.widget_manager.get_model(model.get('_model_id'));
  const isHeard = await whole._handle_comm_msg(NOTHING).then(
    () => true,
    () => false,
  );
  if (isHeard) return;
  const handle = Object.getPrototypeOf(whole.constructor.prototype)._handle_comm_msg;
  whole.comm.on_msg((/** @type {unknown} */ message) => handle.call(whole, message));
  whole.comm.send({ method: 'request_state' }, {});
}
