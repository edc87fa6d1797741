import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { CellError } from './cellError.js';
import type { CellExecutor } from './cellExecutor.js';
import { CellQueue } from './cellQueue.js';
import { CommHub } from './commHub.js';
import { type Display, type DisplayChannel, displayChannel, withDisplayChannel } from './displayChannel.js';
import { compilerVersion, jupyter, type Socket } from './tslab.js';
import { decodeMessage, encodeMessage, type Json, newMessage, type Sending, type WireMessage } from './wireMessage.js';

const EMPTY_REPLY = { status: 'ok', payload: [], user_expressions: {} };

/**
 * tslab's server, with its own dispatch: comms, errors with a name and a trace, interrupts, and output that reaches the
 * cell that caused it. Sockets, completion and inspection stay tslab's.
 */
export class KernelServer extends jupyter.ZmqServer {
  readonly comms = new CommHub((type, content, sending) =>
    // A front end that asks for a widget's state knows the answer by its parent.
    this.#publish(type, content, this.#asked.getStore() ?? this.#cause, sending),
  );
  readonly #executor: CellExecutor;
  readonly #handler: InstanceType<typeof jupyter.JupyterHandlerImpl>;
  readonly #exit: () => void;
  readonly #queue = new CellQueue();
  readonly #session = randomUUID();
  #cells = 0;
  /** The comm message that what happens now is an answer to. */
  readonly #asked = new AsyncLocalStorage<WireMessage>();
  /** The newest cell's request, for what comes of itself. */
  #cause: WireMessage | undefined;

  /** @param exit called after the front end has asked for the end and was answered. */
  constructor(executor: CellExecutor, connectionFile: string, exit: () => void) {
    const handler = new jupyter.JupyterHandlerImpl(executor, false);
    super(handler, connectionFile);
    this.#executor = executor;
    this.#handler = handler;
    this.#exit = exit;
  }

  /**
   * Output that is not waited for must not be dropped, however much a cell prints: ZeroMQ's default keeps 1,000 messages. And
   * it must be sent at once, as a cell may not pause: without a time-out of 0 every 512th message is put off, and refused
   * are those that follow meanwhile.
   */
  override bindSocket(socket: Socket, port: number): Promise<void> {
    socket.sendHighWaterMark = 0;
    socket.sendTimeout = 0;
    return super.bindSocket(socket, port);
  }

  /** Text of the running cell, or of what it left running. */
  writeStream(name: 'stdout' | 'stderr', text: string): void {
    const channel = displayChannel();
    if (channel) channel.write(name, text);
    else this.#publish('stream', { name, text }, undefined);
  }

  /** An error outside any cell's own flow, such as a promise that nobody waited for. */
  reportStray(error: CellError): void {
    this.writeStream('stderr', error.traceback.join('\n') + '\n');
  }

  /** tslab calls this for every message on the shell and control sockets. */
  override async handleShellMessage(socket: Socket, ...frames: Buffer[]): Promise<void> {
    const message = decodeMessage(this.connInfo.key, frames);
    const type = message.header.msg_type;
    // A cell is busy from when it starts, not from when it joins the queue.
    if (type === 'execute_request') return this.#execute(socket, message);
    this.#status('busy', message);
    try {
      if (type.startsWith('comm_') && type !== 'comm_info_request')
        await this.#asked.run(message, () => this.comms.receive(message));
      else this.#answer(socket, message);
    } catch (error) {
      this.reportStray(this.#executor.describe(error));
    } finally {
      this.#status('idle', message);
    }
    if (type === 'shutdown_request') {
      this.close();
      this.#exit();
    }
  }

  #answer(socket: Socket, message: WireMessage): void {
    const { header, content } = message;
    const answers: Record<string, () => Json> = {
      kernel_info_request: () => this.#info(),
      is_complete_request: () => this.#handler.handleIsComplete(content),
      inspect_request: () => this.#handler.handleInspect(content),
      complete_request: () => this.#handler.handleComplete(content),
      history_request: () => ({ status: 'ok', history: [] }),
      comm_info_request: () => ({ status: 'ok', comms: this.comms.info(content['target_name']) }),
      interrupt_request: () => {
        this.#executor.interrupt();
        return { status: 'ok' };
      },
      shutdown_request: () => ({ status: 'ok', restart: content['restart'] === true }),
    };
    const answer = answers[header.msg_type];
    if (answer) this.#send(socket, header.msg_type.replace('_request', '_reply'), answer(), message);
  }

  #info(): Json {
    const info = this.#handler.handleKernel();
    const language = info['language_info'] as Json;
    return {
      ...info,
      status: 'ok',
      implementation: 'cliplab',
      banner: `TypeScript ${compilerVersion} on Node ${process.version}, with cliplab`,
      language_info: { ...language, version: compilerVersion },
    };
  }

  async #execute(socket: Socket, message: WireMessage): Promise<void> {
    const { silent = false, stop_on_error: stop = true } = message.content;
    const reply = await this.#queue.add(async () => {
      this.#status('busy', message);
      const cell = silent === true ? this.#cells : ++this.#cells;
      const error = await this.#runCell(cell, message);
      // Before the next cell may start, so that no waiting cell slips through.
      if (error && stop !== false) this.#queue.drop();
      return { ...EMPTY_REPLY, ...(error && { status: 'error', ...error }), execution_count: cell };
    });
    if (!reply) this.#status('busy', message);
    this.#send(socket, 'execute_reply', reply ?? { status: 'aborted' }, message);
    this.#status('idle', message);
  }

  async #runCell(cell: number, message: WireMessage): Promise<CellError | undefined> {
    const code = String(message.content['code']);
    this.#cause = message;
    const channel: DisplayChannel = {
      cell,
      display: (display) => this.#display(display, message),
      write: (name, text) => this.#publish('stream', { name, text }, message),
      describe: (error) => this.#executor.describe(error),
    };
    // For `import { display } from 'tslab'`.
    jupyter.lastWriteDisplayData = (content, update) =>
      this.#publish(update ? 'update_display_data' : 'display_data', content, message);
    this.#publish('execute_input', { code, execution_count: cell }, message);
    // Set by the kernel's launcher when an edit of lib does not compile: what runs is then not what the editor shows.
    const stale = process.env['CLIPLAB_STALE_BUILD'];
    if (stale && cell === 1) channel.write('stderr', stale);
    const error = await withDisplayChannel(channel, () => this.#executor.run(cell, code));
    if (error) this.#publish('error', { ...error }, message);
    return error;
  }

  #display({ bundle, metadata = {}, displayId, update = false }: Display, parent: WireMessage): void {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    this.#publish(update ? 'update_display_data' : 'display_data', { data: bundle, metadata, transient }, parent);
  }

  #status(state: 'busy' | 'idle', parent: WireMessage): void {
    this.#publish('status', { execution_state: state }, parent);
  }

  #publish(type: string, content: Json, parent: WireMessage | undefined, sending: Sending = {}): void {
    const identities = [Buffer.from(type)]; // the topic, for subscribers that choose
    this.#write(this.iopub, newMessage(this.#session, type, content, parent, { ...sending, identities }));
  }

  #send(socket: Socket, type: string, content: Json, parent: WireMessage): void {
    this.#write(socket, newMessage(this.#session, type, content, parent, { identities: parent.identities }));
  }

  #write(socket: Socket, message: WireMessage): void {
    const frames = encodeMessage(this.connInfo.key, message);
    try {
      socket.send(frames).catch(() => undefined);
    } catch {
      // closed: nobody is listening any more
    }
  }
}
