import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { CellError } from './cellError.js';
import type { CellExecutor } from './cellExecutor.js';
import { CellQueue } from './cellQueue.js';
import { codePointPosition, unitPosition } from './codePoints.js';
import { CommHub } from './commHub.js';
import { type Display, type DisplayChannel, displayChannel, withDisplayChannel } from './displayChannel.js';
import { compilerVersion, jupyter, type Socket } from './tslab.js';
import {
  decodeMessage,
  encodeMessage,
  type Json,
  newMessage,
  type Sending,
  UnreadableMessage,
  type WireMessage,
} from './wireMessage.js';

const EMPTY_REPLY = { status: 'ok', payload: [], user_expressions: {} };

/**
 * After a failed cell: as long as requests keep coming in at this distance, they were sent before it was known to fail.
 */
const DRAIN_MS = 10;
const MAX_DRAIN_MS = 500;

/** No message of a stream is longer. */
const MAX_STREAM = 1_000_000;

/** Text in parts that a message can hold; no part ends within a code point. */
function parts(text: string): string[] {
  if (text.length <= MAX_STREAM) return [text];
  const found: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = from + MAX_STREAM;
    const to = (text.codePointAt(end - 1) ?? 0) > 0xffff ? end + 1 : end;
    found.push(text.slice(from, to));
    from = to;
  }
  return found;
}

const replyTo = (type: string): string => `${type.replace(/_request$/, '')}_reply`;

/** @throws TypeError for a request without code. */
function codeOf({ code }: Json): string {
  if (typeof code !== 'string')
    throw new TypeError(`A request's code is text; found ${code === null ? 'null' : typeof code}.`);
  return code;
}

/** A place in code, in the units of JavaScript. */
function placeOf(content: Json): { code: string; cursor_pos: number } {
  const code = codeOf(content);
  return { code, cursor_pos: unitPosition(code, content['cursor_pos']) };
}

const displayMessage = ({
  bundle,
  metadata = {},
  displayId,
  update = false,
}: Display): [type: string, content: Json] => [
  update ? 'update_display_data' : 'display_data',
  { data: bundle, metadata, transient: displayId === undefined ? {} : { display_id: displayId } },
];

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
  /** How many messages have come in. */
  #received = 0;
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
   * Output that is not waited for must not be dropped, however much a cell prints: ZeroMQ's default keeps 1,000
   * messages. And it must be sent at once, as a cell may not pause: without a time-out of 0 every 512th message is put
   * off, and refused are those that follow meanwhile.
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
    this.#received++;
    let message: WireMessage;
    try {
      message = decodeMessage(this.connInfo.key, frames);
    } catch (error) {
      // Without the right signature it gets no answer, as whoever sent it is not our front end.
      if (error instanceof UnreadableMessage) this.#refuse(socket, error.asked, error);
      return;
    }
    const type = message.header.msg_type;
    // A cell is busy from when it starts, not from when it joins the queue.
    if (type === 'execute_request') return this.#execute(socket, message);
    this.#status('busy', message);
    try {
      if (type === 'comm_open' || type === 'comm_msg' || type === 'comm_close')
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
    const type = String(header.msg_type);
    const answers = new Map<string, () => Json>([
      ['kernel_info_request', () => this.#info()],
      ['is_complete_request', () => this.#handler.handleIsComplete({ code: codeOf(content) })],
      ['inspect_request', () => this.#handler.handleInspect(placeOf(content))],
      ['complete_request', () => this.#complete(content)],
      ['history_request', () => ({ status: 'ok', history: [] })],
      ['comm_info_request', () => ({ status: 'ok', comms: this.comms.info(content['target_name']) })],
      [
        'interrupt_request',
        () => {
          this.#executor.interrupt();
          return { status: 'ok' };
        },
      ],
      ['shutdown_request', () => ({ status: 'ok', restart: content['restart'] === true })],
    ]);
    const answer = answers.get(type);
    try {
      if (!answer) throw new TypeError(`This kernel does not know the request "${type}".`);
      this.#send(socket, replyTo(type), answer(), message);
    } catch (error) {
      this.#send(socket, replyTo(type), { status: 'error', ...this.#executor.describe(error) }, message);
    }
  }

  #complete(content: Json): Json {
    const place = placeOf(content);
    const found = this.#handler.handleComplete(place);
    const position = (name: string): number => codePointPosition(place.code, Number(found[name]));
    return { ...found, cursor_start: position('cursor_start'), cursor_end: position('cursor_end') };
  }

  /** Answers a request that cannot be understood. */
  #refuse(socket: Socket, asked: WireMessage, error: unknown): void {
    this.#status('busy', asked);
    const failure = { status: 'error', ...this.#executor.describe(error) };
    this.#send(socket, replyTo(String(asked.header.msg_type)), failure, asked);
    this.#status('idle', asked);
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
    const { silent = false, store_history: store = true, stop_on_error: stop = true } = message.content;
    const counts = silent !== true && store !== false;
    const reply = await this.#queue.add(async () => {
      this.#status('busy', message);
      if (counts) this.#cells++;
      const cell = this.#cells;
      let error: CellError | undefined;
      try {
        error = await this.#runCell(cell, message, { counts, silent: silent === true });
      } catch (failure) {
        error = this.#executor.describe(failure); // of the kernel itself: it answers all the same
      }
      if (error) {
        // Before the error is known to anybody, so that what is sent in answer to it runs.
        if (stop !== false) await this.#dropWaiting();
        if (silent !== true) this.#publish('error', { ...error }, message);
      }
      return { ...EMPTY_REPLY, ...(error && { status: 'error', ...error }), execution_count: cell };
    });
    if (!reply) this.#status('busy', message);
    this.#send(socket, 'execute_reply', reply ?? { status: 'aborted' }, message);
    this.#status('idle', message);
  }

  /**
   * Drops the cells that wait, those included that were sent while the one that failed kept this thread from reading.
   */
  async #dropWaiting(): Promise<void> {
    const until = performance.now() + MAX_DRAIN_MS;
    for (let known = -1; known !== this.#received && performance.now() < until;) {
      known = this.#received;
      await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
    }
    this.#queue.drop();
  }

  async #runCell(
    cell: number,
    message: WireMessage,
    { counts, silent }: { counts: boolean; silent: boolean },
  ): Promise<CellError | undefined> {
    const code = codeOf(message.content);
    this.#cause = message;
    const publish = (type: string, content: Json): void => {
      if (!silent) this.#publish(type, content, message);
    };
    const channel: DisplayChannel = {
      cell,
      display: (display) => publish(...displayMessage(display)),
      write: (name, text) => {
        for (const part of parts(text)) publish('stream', { name, text: part });
      },
      describe: (error) => this.#executor.describe(error),
    };
    // For `import { display } from 'tslab'`.
    jupyter.lastWriteDisplayData = (content, update) =>
      publish(update ? 'update_display_data' : 'display_data', content);
    publish('execute_input', { code, execution_count: cell });
    // Set by the kernel's launcher when an edit of lib does not compile: what runs is then not what the editor shows.
    const stale = process.env['CLIPLAB_STALE_BUILD'];
    if (stale && cell === 1) channel.write('stderr', stale);
    const name = counts ? `cell ${cell}` : 'a cell without a number';
    return withDisplayChannel(channel, () => this.#executor.run(name, code));
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
