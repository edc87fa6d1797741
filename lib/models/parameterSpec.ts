/** How a parameter starts. `uniform` is within ±bound; `scalar` a single number. */
export type Init =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'scalar'; readonly value: number };

/** One tensor of a checkpoint: its name and shape as the released OpenAI checkpoints have them (PyTorch's layout). */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: Init;
  /** False for statistics that are tracked and never trained. */
  readonly trainable: boolean;
}

/** A trained tensor. */
export function trained(name: string, shape: readonly number[], init: Init): ParameterSpec {
  return { name, shape, init, trainable: true };
}

/** A tracked statistic. */
export function tracked(name: string, shape: readonly number[], init: Init): ParameterSpec {
  return { name, shape, init, trainable: false };
}

/** PyTorch's default for the weight and bias of a linear layer or a convolution: uniform within 1/sqrt(fan-in). */
export function fanInUniform(fanIn: number): Init {
  return { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) };
}

/** Weight [out, in] and bias [out] of a linear layer. */
export function linearSpec(name: string, inputs: number, outputs: number, weight: Init): ParameterSpec[] {
  return [
    trained(`${name}.weight`, [outputs, inputs], weight),
    trained(`${name}.bias`, [outputs], fanInUniform(inputs)),
  ];
}

/** The same with a bias that starts at zero. */
export function zeroBiasedLinearSpec(name: string, inputs: number, outputs: number, weight: Init): ParameterSpec[] {
  return [trained(`${name}.weight`, [outputs, inputs], weight), trained(`${name}.bias`, [outputs], { kind: 'zeros' })];
}

/** Gain and bias of a layer norm. */
export function layerNormSpec(name: string, width: number): ParameterSpec[] {
  return [trained(`${name}.weight`, [width], { kind: 'ones' }), trained(`${name}.bias`, [width], { kind: 'zeros' })];
}

/** The specs with a prefix before their names. */
export function prefixed(prefix: string, specs: readonly ParameterSpec[]): ParameterSpec[] {
  return specs.map((spec) => ({ ...spec, name: `${prefix}.${spec.name}` }));
}
