import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectFolders } from '../setup/projectFolders.mjs';
import { damage, damageJson, pick } from './damage.mjs';

/** @typedef {import('../../lib/dist/engine/random.js').Random} Random */

const KEY = 'a key of the fuzzing job';
const PORTS = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'];
/** Until the kernel must have answered, also with the machine busy. */
const PATIENCE_MS = 45_000;
const MOST_MEBIBYTES = 2048;

const require = createRequire(import.meta.url);
const zeromq = createRequire(require.resolve('tslab'))('zeromq');

const COMM = { comm_id: 'c', target_name: 'jupyter.widget', data: { method: 'update', state: {}, buffer_paths: [] } };
const PATHS = [['__proto__', 'x'], ['constructor', 'prototype', 'y'], [], [0, -1, 1e9], ['state'], [null], 'x'];

/** Messages as front ends send them. @type {readonly [string, object][]} */
const MESSAGES = [
  ['kernel_info_request', {}],
  ['execute_request', { code: '1 + 1', silent: false, store_history: false, user_expressions: {}, allow_stdin: false }],
  ['execute_request', { code: 'const a = ({} as any).b.c', silent: false }],
  ['execute_request', { code: 'throw Object.assign(new Error("🙂"), { cause: 1 })', silent: true }],
  ['execute_request', { code: '"\\ud800" + "🙂"', silent: false }],
  ['complete_request', { code: '"🙂"; [].ma', cursor_pos: 10 }],
  ['inspect_request', { code: 'Math.max', cursor_pos: 7, detail_level: 0 }],
  ['is_complete_request', { code: 'if (true) {' }],
  ['history_request', { hist_access_type: 'tail', n: 10 }],
  ['comm_info_request', {}],
  ['comm_open', COMM],
  ['comm_msg', COMM],
  ['comm_close', { comm_id: 'c', data: {} }],
  ['input_reply', { value: 'x' }],
  ['no_such_request', {}],
];

/** What a cell may be made of. */
const SCRAPS = [
  'let x = 1;',
  '}',
  '{',
  '`',
  '/*',
  '"',
  'await ',
  'x',
  '🙂',
  '\ud800',
  '=>',
  'class A',
  'import ',
  '\0',
  '\u2028',
  '(',
  ')',
];

/** @param {string[]} parts */
const signed = (parts) => {
  const hmac = createHmac('sha256', KEY);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};

/** @param {string} type */
const headerOf = (type) => ({
  msg_id: randomUUID(),
  msg_type: type,
  session: 'fuzz',
  username: 'fuzz',
  date: new Date().toISOString(),
  version: '5.3',
});

/** @param {unknown} header @param {unknown} content @param {readonly Buffer[]} [buffers] */
function frames(header, content, buffers = []) {
  const parts = [header, {}, {}, content].map((part) => JSON.stringify(part) ?? '');
  return ['<IDS|MSG>', signed(parts), ...parts, ...buffers].map((frame) => Buffer.from(frame));
}

/** One message: sound, with content of any kind, or frames that are none. @param {Random} random */
function message(random) {
  const [type, sound] = pick(random, MESSAGES);
  /** @type {any} */
  let content = sound;
  const kind = random.int(5);
  if (type === 'execute_request' && kind === 1)
    content = { ...sound, code: Array.from({ length: random.int(8) }, () => pick(random, SCRAPS)).join('') };
  else if (type.startsWith('comm') && kind === 1)
    content = { ...sound, data: { method: 'update', state: { x: {} }, buffer_paths: [pick(random, PATHS)] } };
  else if (kind > 0) content = damageJson(random, sound);
  const header = random.int(8) === 0 ? damageJson(random, headerOf(type)) : headerOf(type);
  const buffers = Array.from({ length: random.int(3) }, () => Buffer.alloc(random.int(16)));
  const whole = frames(header, content, buffers);
  if (random.int(8) === 0) {
    const k = random.int(whole.length);
    if (random.int(2)) whole.splice(k, 1);
    else whole[k] = Buffer.from(damage(random, /** @type {Buffer} */ (whole[k])));
  }
  return {
    type,
    channel: random.int(4) === 0 ? 'control' : 'shell',
    frames: whole,
    text: JSON.stringify(content) ?? '',
  };
}

/** Ports that were free a moment ago. @param {number} count */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/** @param {number | undefined} pid */
function mebibytesOf(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * A notebook's kernel under messages of any kind: after each it still answers, soon and without having grown.
 * @type {import('./worker.mjs').MakeTarget}
 */
export async function kernelTarget() {
  const { root, cache } = projectFolders();
  mkdirSync(join(cache, 'fuzz'), { recursive: true });
  // Inside the checkout, where cells find their packages.
  const folder = mkdtempSync(join(cache, 'fuzz', 'kernel-'));
  const ports = await freePorts(PORTS.length);
  const connection = { ip: '127.0.0.1', transport: 'tcp', signature_scheme: 'hmac-sha256', key: KEY };
  const file = join(folder, 'connection.json');
  writeFileSync(
    file,
    JSON.stringify({ ...connection, ...Object.fromEntries(PORTS.map((port, k) => [port, ports[k]])) }),
  );
  const child = spawn(process.execPath, [join(root, 'scripts', 'kernel.mjs'), file], {
    cwd: folder,
    // It goes when this process does.
    env: { ...process.env, JPY_PARENT_PID: String(process.pid) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-4000)));
  /** @type {string | undefined} */
  let ended;
  child.on('exit', (code, signal) => (ended = signal ?? `exit ${code}`));
  const connect = (/** @type {number} */ k) => {
    const socket = new zeromq.Dealer({ linger: 0 });
    socket.connect(`tcp://127.0.0.1:${ports[k]}`);
    return socket;
  };
  const sockets = { shell: connect(0), control: connect(3) };
  const answered = new Set();
  for (const socket of Object.values(sockets))
    void (async () => {
      for await (const reply of socket) {
        try {
          answered.add(JSON.parse(String(reply[3])).msg_id);
        } catch {
          // A reply to what had no header.
        }
      }
    })();
  /** Asks both channels for a sign of life. @param {number} patience */
  const alive = async (patience) => {
    for (const [name, socket] of Object.entries(sockets)) {
      const header = headerOf('kernel_info_request');
      await socket.send(frames(header, {}));
      const start = performance.now();
      while (!answered.has(header.msg_id)) {
        if (ended !== undefined) throw new Error(`the kernel ended: ${ended}\n${said}`);
        if (performance.now() - start > patience) throw new Error(`the kernel does not answer on ${name}\n${said}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    const mebibytes = mebibytesOf(child.pid);
    if (mebibytes > MOST_MEBIBYTES) throw new Error(`the kernel has grown to ${Math.round(mebibytes)} MiB`);
  };
  await alive(110_000);
  return {
    make(random) {
      const messages = Array.from({ length: 1 + random.int(4) }, () => message(random));
      return {
        what: messages.map(({ type, channel, text }) => `${type} on ${channel}: ${text.slice(0, 120)}`).join('; '),
        async attempt() {
          for (const { channel, frames: whole } of messages)
            await sockets[/** @type {'shell' | 'control'} */ (channel)].send(whole);
          await alive(PATIENCE_MS);
        },
      };
    },
    close() {
      for (const socket of Object.values(sockets)) socket.close();
      child.kill('SIGKILL');
    },
  };
}
