import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { decodeMessage, encodeMessage, type Json, newMessage, type WireMessage } from '../../lib/kernel/wireMessage.js';

interface Socket extends AsyncIterable<Buffer[]> {
  connect(address: string): void;
  subscribe(): void;
  send(frames: readonly Uint8Array[]): Promise<void>;
  close(): void;
}

const require = createRequire(import.meta.url);
const zeromq = createRequire(require.resolve('tslab'))('zeromq') as {
  Dealer: new () => Socket;
  Subscriber: new () => Socket;
};

const KEY = 'a key of the test';
/** Only says "never": the machine may be slow, or busy with other tests. */
const PATIENCE_MS = 300_000;
const PORTS = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'] as const;

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/** A folder inside the checkout, where `cliplab` can be imported from; its path has a space, as paths may. */
export function notebookFolder(): { folder: string; remove: () => void } {
  const parent = join(projectRoot(), '.cache', 'test notebooks');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'in '));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What came of a cell: the reply, and what was published about it, in order. */
export interface CellResult {
  readonly reply: WireMessage;
  readonly published: readonly WireMessage[];
}

const signature = (key: string, parts: readonly Uint8Array[]): string => {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};

type Wanted = (message: WireMessage) => boolean;

/** A front end made of sockets: talks to a kernel process as Jupyter does. */
export class KernelClient {
  readonly process: ChildProcess;
  readonly folder: string;
  /** Everything published so far. */
  readonly published: WireMessage[] = [];
  readonly #sockets: { shell: Socket; control: Socket; iopub: Socket };
  readonly #replies: WireMessage[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #remove: () => void;

  private constructor(process: ChildProcess, folder: string, remove: () => void, ports: Record<string, number>) {
    this.process = process;
    this.folder = folder;
    this.#remove = remove;
    const connect = (socket: Socket, port: string): Socket => {
      socket.connect(`tcp://127.0.0.1:${ports[port]}`);
      return socket;
    };
    const { Dealer, Subscriber } = zeromq;
    this.#sockets = {
      shell: connect(new Dealer(), 'shell_port'),
      control: connect(new Dealer(), 'control_port'),
      iopub: connect(new Subscriber(), 'iopub_port'),
    };
    this.#sockets.iopub.subscribe();
    void this.#listen(this.#sockets.shell, this.#replies);
    void this.#listen(this.#sockets.control, this.#replies);
    void this.#listen(this.#sockets.iopub, this.published);
  }

  /**
   * @param owner the process that the kernel is told it belongs to.
   * @param elsewhere a folder to run in, which stays; default: one inside the checkout.
   */
  static async start(owner: number = process.pid, elsewhere?: string): Promise<KernelClient> {
    const { folder, remove } =
      elsewhere === undefined ? notebookFolder() : { folder: elsewhere, remove: () => undefined };
    const ports = Object.fromEntries((await freePorts(PORTS.length)).map((port, k) => [PORTS[k] ?? '', port]));
    const connection = join(folder, 'connection.json');
    writeFileSync(
      connection,
      JSON.stringify({ ip: '127.0.0.1', transport: 'tcp', signature_scheme: 'hmac-sha256', key: KEY, ...ports }),
    );
    const child = spawn(process.execPath, [join(projectRoot(), 'scripts', 'kernel.mjs'), connection], {
      cwd: folder,
      env: { ...process.env, JPY_PARENT_PID: String(owner) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const client = new KernelClient(child, folder, remove, ports);
    try {
      // A subscription takes a moment to reach the publisher; status messages tell when it has.
      do await client.request('kernel_info_request');
      while (client.published.length === 0);
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  async #listen(socket: Socket, into: WireMessage[]): Promise<void> {
    for await (const frames of socket) {
      into.push(decodeMessage(KEY, frames));
      for (const wake of this.#waiting) wake();
    }
  }

  /** The first of `messages` that is wanted, once there is one. */
  async #first(messages: readonly WireMessage[], wanted: Wanted, what: string): Promise<WireMessage> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const found = messages.find(wanted);
      if (found) return found;
      let stop: () => void = () => undefined;
      await new Promise<void>((resolve, reject) => {
        const late = (): void => reject(new Error(`the kernel did not send ${what}`));
        stop = () => {
          this.#waiting.delete(resolve);
          limit.removeEventListener('abort', late);
        };
        this.#waiting.add(resolve);
        limit.addEventListener('abort', late);
        if (limit.aborted) late();
      }).finally(() => stop());
    }
  }

  /** Waits for something published, also if it was before. */
  waitFor(wanted: Wanted, what: string): Promise<WireMessage> {
    return this.#first(this.published, wanted, what);
  }

  /** Sends without waiting. @returns what was sent. */
  post(
    type: string,
    content: Json = {},
    buffers: readonly Uint8Array[] = [],
    channel: 'shell' | 'control' = 'shell',
  ): WireMessage {
    const message = newMessage('test', type, content, undefined, { buffers });
    void this.#sockets[channel].send(encodeMessage(KEY, message));
    return message;
  }

  /** Sends a request whose content is any text. @returns what stands for it. */
  postRaw(type: string, content: string, key = KEY): WireMessage {
    const message = newMessage('test', type, {}, undefined);
    const frames = encodeMessage(KEY, message);
    const parts = [...frames.slice(2, 5), Buffer.from(content)];
    void this.#sockets.shell.send([frames[0]!, Buffer.from(signature(key, parts)), ...parts]);
    return message;
  }

  replyTo({ header }: WireMessage): Promise<WireMessage> {
    return this.#first(
      this.#replies,
      ({ parent }) => parent['msg_id' as keyof typeof parent] === header.msg_id,
      `a reply to ${header.msg_type}`,
    );
  }

  /** Whether a message was caused by another. */
  static causedBy =
    ({ header }: WireMessage) =>
    ({ parent }: WireMessage): boolean =>
      parent['msg_id' as keyof typeof parent] === header.msg_id;

  async request(type: string, content: Json = {}, channel: 'shell' | 'control' = 'shell'): Promise<Json> {
    return (await this.replyTo(this.post(type, content, [], channel))).content;
  }

  /** Runs a cell without waiting for it. */
  start(code: string, content: Json = {}): { sent: WireMessage; result: Promise<CellResult> } {
    const sent = this.post('execute_request', { code, silent: false, ...content });
    return { sent, result: this.#result(sent) };
  }

  async #result(sent: WireMessage): Promise<CellResult> {
    const caused = KernelClient.causedBy(sent);
    const reply = await this.replyTo(sent);
    const idle = (message: WireMessage): boolean => caused(message) && message.content['execution_state'] === 'idle';
    await this.waitFor(idle, 'idle');
    return { reply, published: this.published.filter(caused) };
  }

  execute(code: string): Promise<CellResult> {
    return this.start(code).result;
  }

  /** Text that a cell has shown so far: streams and text displays, in order, without colors. */
  textOf({ reply }: CellResult): string {
    const text = this.published
      .filter(
        ({ parent }) => parent['msg_id' as keyof typeof parent] === reply.parent['msg_id' as keyof typeof reply.parent],
      )
      .map(({ content }) => content['text'] ?? (content['data'] as Json | undefined)?.['text/plain'])
      .filter((said) => typeof said === 'string')
      .join('');
    return stripVTControlCharacters(text);
  }

  interrupt(): void {
    this.process.kill('SIGINT');
  }

  async close(): Promise<void> {
    for (const socket of Object.values(this.#sockets)) socket.close();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await ended;
    }
    this.#remove();
  }
}
