import { UserError } from '../../io/userError.js';
import type { Activation, ClipConfig } from '../../models/clipConfig.js';

/** The activations of a config's transformers, as they are saved beside its weights; undefined where it has none. */
export function activationOf({ vision, text }: ClipConfig): string | undefined {
  const image = vision.kind === 'vit' ? vision.activation : undefined;
  const words = text.kind === 'transformer' ? text.activation : undefined;
  if (image !== undefined && words !== undefined && image !== words) return `vision ${image}, text ${words}`;
  return image ?? words;
}

/** The config with another activation in all its transformers. */
export function withActivation(config: ClipConfig, activation: Activation): ClipConfig {
  const { vision, text } = config;
  return {
    ...config,
    vision: vision.kind === 'vit' ? { ...vision, activation } : vision,
    text: text.kind === 'transformer' ? { ...text, activation } : text,
  };
}

/** The activation that a name promises: OpenAI's weights are QuickGELU whatever a configuration beside them says. */
function promised(name: string): Activation | undefined {
  if (/quick[-_]?gelu|openai/i.test(name)) return 'quick_gelu';
  return /(^|[^a-z])gelu/i.test(name) ? 'gelu' : undefined;
}

/**
 * Refuses a configuration whose activation contradicts what the weights say of themselves, for the two give features
 * that differ by some points of accuracy and nothing else would tell (open_clip issues 771 and 915).
 * @param saved what was saved with the weights, where it was
 * @param name the name of the model or its file
 * @throws UserError with the remedy
 */
export function checkActivation(config: ClipConfig, what: string, name: string, saved: string | undefined): void {
  const activation = activationOf(config);
  if (activation === undefined) return;
  const expected = saved ?? promised(name);
  if (expected === undefined || expected === activation) return;
  const why = saved === undefined ? `${name} by its name` : 'its weights were saved';
  throw new UserError(
    `${what} says the activation is ${activation}, but ${why} ${saved === undefined ? 'has' : 'with'} ${expected}; ` +
      `correct the configuration, or load with the option activation: 'quick_gelu' or 'gelu' to say which is true.`,
  );
}
