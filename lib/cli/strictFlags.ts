import type { Command } from 'commander';

/**
 * Has a command and those below it refuse a flag that is given twice, of which one would be lost, or whose value is
 * blank.
 */
export function strictFlags(command: Command): void {
  const given = new Set<string>();
  for (const option of command.options) {
    const refuse = (what: string): never =>
      command.error(`error: option '${option.flags}' ${what}`, { code: 'commander.invalidArgument' });
    command.on(`option:${option.name()}`, (value: unknown) => {
      if (typeof value === 'string' && value.trim() === '') refuse('has an empty value');
      // One whose values are kept in a list loses none.
      const keepsAll = option.variadic || Array.isArray(option.defaultValue);
      if (given.has(option.name()) && !keepsAll) refuse('is given twice');
      given.add(option.name());
    });
  }
  command.commands.forEach(strictFlags);
}
