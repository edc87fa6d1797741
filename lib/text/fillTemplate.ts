import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';

/**
 * Puts a class name into a prompt template at every `{c}` ("a photo of a {c}."), as clip_benchmark writes them.
 * @throws UserError when the template has no `{c}`: every class would get the same text, or one of the two is no string
 * @example
 * fillTemplate('a photo of a {c}.', 'cat'); // 'a photo of a cat.'
 */
export function fillTemplate(template: string, className: string): string {
  for (const [what, value] of Object.entries({ template, 'class name': className }))
    if (typeof value !== 'string')
      throw new UserError(`The ${what} is ${told(value)}, expected a string such as "a {c}".`);
  if (!template.includes('{c}')) {
    throw new UserError(`The template "${template}" has no {c}; write {c} where the class name goes.`);
  }
  return template.replaceAll('{c}', () => className);
}
