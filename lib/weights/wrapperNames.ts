/**
 * What checkpoints keep a network's tensors under, as dictionaries within each other or as prefixes of names, by
 * preference: the envelopes of training scripts, then wrappers (DistributedDataParallel, torch.compile, Lightning, PEFT
 * and other modules that hold a CLIP).
 */
export const WRAPPER_NAMES: readonly string[] = [
  ...['state_dict', 'model_state_dict', 'model', 'model_state', 'clip', 'clip_model', 'clipmodel', 'net', 'network'],
  ...['module', '_orig_mod', 'base_model', 'backbone', 'student', 'weights', 'params', 'checkpoint'],
];

/** The same for running means of the weights, which are taken where the weights themselves are not there. */
export const MEAN_NAMES: readonly string[] = ['ema_state_dict', 'state_dict_ema', 'model_ema', 'ema_model', 'ema'];
