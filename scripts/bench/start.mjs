/**
 * Runs one benchmark of this folder by its name, and has it end without a stack: node scripts/bench/start.mjs NAME [its
 * words]. This is what `npm run bench -- NAME` does when all is set up.
 */
import { endPlainly } from '../setup/endPlainly.mjs';

endPlainly();
const [name] = process.argv.splice(2, 1);
await import(`./${name}.mjs`);
