import { UserError } from '../io/userError.js';

/**
 * Puts a class name into a prompt template at every `{c}` ("a photo of a {c}."), as clip_benchmark writes them.
 * @throws UserError when the template has no `{c}`: every class would get the same text
 */
export function fillTemplate(template: string, className: string): string {
  if (!template.includes('{c}')) {
    throw new UserError(`The template "${template}" has no {c}; write {c} where the class name goes.`);
  }
  return template.replaceAll('{c}', () => className);
}
