import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { strictFlags } from '../../lib/cli/strictFlags.js';
import { templatesOption } from '../../lib/cli/templatesOption.js';

function parse(...words: string[]): unknown {
  const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
  program.option('--seed <integer>').addOption(templatesOption('a prompt', 'none'));
  strictFlags(program);
  return program.parse(words, { from: 'user' }).opts();
}

describe('strictFlags', () => {
  it('refuses a flag that is given twice, of which one would be lost', () => {
    expect(() => parse('--seed', '1', '--seed', '2')).toThrow('is given twice');
  });

  it('takes one that keeps all its values as often as it is given', () => {
    expect(parse('--templates', 'a {c}', '--templates', '{c}')).toEqual({ templates: ['a {c}', '{c}'] });
    expect(parse('--templates', 'a {c}')).toEqual({ templates: ['a {c}'] });
  });

  it('refuses a blank value', () => {
    expect(() => parse('--templates', ' ')).toThrow('has an empty value');
  });
});
