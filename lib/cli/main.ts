#!/usr/bin/env node
import { Command } from 'commander';
import { Interrupted } from '../io/interruption.js';
import { UserError } from '../io/userError.js';

/** A verb's file is loaded when the verb is called: what one needs (TensorFlow, say) neither delays nor stops another. */
const VERBS: Record<string, () => Promise<(program: Command) => void>> = {
  data: async () => (await import('./data.js')).registerData,
  doctor: async () => (await import('./doctor.js')).registerDoctor,
  embed: async () => (await import('./embed.js')).registerEmbed,
  figures: async () => (await import('./figures.js')).registerFigures,
  overlap: async () => (await import('./overlap.js')).registerOverlap,
  probe: async () => (await import('./evaluate.js')).registerProbe,
  study: async () => (await import('./study.js')).registerStudy,
  train: async () => (await import('./train.js')).registerTrain,
  zeroshot: async () => (await import('./evaluate.js')).registerZeroShot,
};

const program = new Command('cliplab').description('CLIP, rebuilt and re-run end to end.');

try {
  const called = VERBS[process.argv[2] ?? ''];
  for (const load of called ? [called] : Object.values(VERBS)) (await load())(program);
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError || error instanceof Interrupted)) throw error;
  process.stderr.write(`cliplab: ${error.message}\n`);
  process.exitCode = error instanceof Interrupted ? 130 : 1;
}
